"""Names and texts made findable, for any app: rows that triggers keep, whoever writes (search.constraints).

`Name` holds the words of each name, `Word` each different word of a firm with what it may be mistaken for, and `Text` the
words of longer texts. Nothing writes them but the triggers' functions; they are read through search.queries.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from practice.models import FirmForeignKey, FirmModel
from search.constraints import Functions


class Name(FirmModel):
    """One name in one column of one row: whose it is, on which matter, and its words."""

    WRITTEN_BY_TRIGGER = True

    kind = models.CharField(max_length=20, help_text="What bears the name: contact, alias, lead, interest, …")
    object_id = models.BigIntegerField(help_text="Id of the row that bears it.")
    slot = models.CharField(max_length=30, help_text="The column it stands in.")
    contact_id = models.BigIntegerField(null=True, help_text="The contact that is meant, if one is.")
    matter = FirmForeignKey("matters.Matter", models.DO_NOTHING, null=True, related_name="+")
    name = models.CharField(max_length=300)
    words = ArrayField(models.CharField(max_length=60))
    keys = ArrayField(
        models.BigIntegerField(), help_text="Hashes of the words, salted with the firm, and of the only word."
    )

    class Meta:
        indexes = [
            # Begins with no firm: the keys are salted with it, so that an entry is of one firm alone.
            GinIndex(fields=["keys"], name="search_name_keys", fastupdate=False),
            models.Index(fields=["firm", "contact_id"], name="search_name_contact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind", "object_id", "slot"], name="search_name_once"),
            Functions(name="search_functions"),
        ]

    def __str__(self):
        return self.name


class Word(FirmModel):
    """A word of a firm's names. Once each but for a race, which does no harm: readers take distinct words."""

    WRITTEN_BY_TRIGGER = True

    word = models.CharField(max_length=60)
    keys = ArrayField(
        models.BigIntegerField(), help_text="Salted hashes: itself, with a letter missing, how it sounds."
    )

    class Meta:
        indexes = [
            models.Index(fields=["firm", "word"], name="search_word_firm"),
            GinIndex(fields=["keys"], name="search_word_keys", fastupdate=False),
            GinIndex(
                fields=["firm", "word"],
                opclasses=["int8_ops", "gin_trgm_ops"],
                name="search_word_like",
                fastupdate=False,
            ),
        ]

    def __str__(self):
        return self.word


class Text(FirmModel):
    """The words of a longer text: a note, a description, a part of a document. The text itself stays where it is."""

    WRITTEN_BY_TRIGGER = True

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    slot = models.CharField(max_length=30)
    contact_id = models.BigIntegerField(null=True)
    matter = FirmForeignKey("matters.Matter", models.DO_NOTHING, null=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["firm", "words"], name="search_text_words", fastupdate=False)]
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind", "object_id", "slot"], name="search_text_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
