"""People: one identity per person (User), a seat in a firm (Member), roles, licences, invitations."""

from accounts.models.delegations import Absence, Delegation, Support
from accounts.models.invitations import Invitation
from accounts.models.licences import BarLicence
from accounts.models.members import PARTNER_POWERS, Member, MemberQuerySet, Role
from accounts.models.qualifications import CredentialWarning, EducationCourse, EducationRule, Qualification
from accounts.models.security import (
    BreakGlass,
    BreakGlassPage,
    FirmSignIn,
    SecurityNotice,
    SignIn,
    SingleSignOn,
    SsoDomain,
    SsoException,
)
from accounts.models.users import Membership, User, UserManager

__all__ = [
    "PARTNER_POWERS",
    "Absence",
    "BarLicence",
    "BreakGlass",
    "BreakGlassPage",
    "CredentialWarning",
    "Delegation",
    "EducationCourse",
    "EducationRule",
    "FirmSignIn",
    "Invitation",
    "Member",
    "MemberQuerySet",
    "Membership",
    "Qualification",
    "Role",
    "SecurityNotice",
    "SignIn",
    "SingleSignOn",
    "SsoDomain",
    "SsoException",
    "Support",
    "User",
    "UserManager",
]
