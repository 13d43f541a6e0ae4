"""The functions of search, in PostgreSQL.

Row-level security keeps the planner from using trigram, full-text and array indexes (their operators are not leakproof), so the
look-ups are functions with the owner's rights. Each takes the firm and the walls from the signed scope, as the policies do.

A name is not compared with a million names. Its words are compared with the firm's different words, of which there are few
(misspelt, sounding alike, nicknames), and then the names are fetched that hold enough of the words found.
"""

import hashlib

from search.lexicon import STOPPED
from search.typed import BEGUN

_STOPPED = "ARRAY[" + ", ".join(f"'{word}'" for word in STOPPED) + "]"

# Accents folded, apostrophes closed up (O'Brien), dotted forms joined (L.L.C.), what says little left out.
WORDS = rf"""
CREATE OR REPLACE FUNCTION search_words(given text) RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = public, pg_temp AS $$
DECLARE
    t text := lower(unaccent(coalesce(given, '')));
    every text[];
    kept text[];
BEGIN
    t := regexp_replace(t, '[''’‘`´]', '', 'g');
    t := btrim(regexp_replace(t, '[^a-z0-9\u00aa-\u1fff\u2c00-\uffef]+', ' ', 'g'));
    t := regexp_replace(t, '\m(p )?l l ([cp])\M', '\1ll\2', 'g');
    t := regexp_replace(t, '\mp ll([cp])\M', 'pll\1', 'g');
    t := regexp_replace(t, ' (p c|l p|s a|n a|b v|n v|p a|a g)$', ' ' || left(right(t, 3), 1) || right(t, 1));
    t := regexp_replace(t, '\ms r l\M', 'srl', 'g');
    IF t = '' THEN
        RETURN '{{}}';
    END IF;
    every := (SELECT array_agg(left(w, 60)) FROM (SELECT w FROM unnest(string_to_array(t, ' ')) w LIMIT 16) x);
    kept := ARRAY(SELECT w FROM unnest(every) WITH ORDINALITY x(w, n) WHERE NOT w = ANY ({_STOPPED}) ORDER BY n);
    RETURN CASE WHEN kept = '{{}}' THEN every ELSE kept END;
END $$
"""

# What a word of the dictionary is found by: itself and with one letter missing (d), and how it sounds (p).
KEYS = r"""
CREATE OR REPLACE FUNCTION search_keys(p_firm bigint, w text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = public, pg_temp AS $$
SELECT array_agg(DISTINCT hashtextextended(k, p_firm)) FROM (
    SELECT 'd' || w AS k
    UNION ALL SELECT 'd' || overlay(w placing '' from i for 1) FROM generate_series(1, length(w)) i WHERE length(w) >= 3
    UNION ALL SELECT 'p' || dmetaphone(w) WHERE w ~ '^[a-z]{2,}$' AND dmetaphone(w) <> ''
    UNION ALL SELECT 'p' || dmetaphone_alt(w) WHERE w ~ '^[a-z]{2,}$' AND dmetaphone_alt(w) <> ''
) x $$
"""

# What an asked word is looked up by: the same, and with two letters missing when it is long.
ASKED = r"""
CREATE OR REPLACE FUNCTION search_asked(p_firm bigint, w text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = public, pg_temp AS $$
SELECT search_keys(p_firm, w) || ARRAY(
    SELECT DISTINCT hashtextextended('d' || overlay(overlay(w placing '' from j for 1) placing '' from i for 1), p_firm)
      FROM generate_series(1, length(w)) i, generate_series(1, length(w)) j WHERE i < j AND length(w) BETWEEN 6 AND 20) $$
"""

# Whether a word of the dictionary is near enough to an asked one to fetch names by it. The scoring is stricter.
NEAR = r"""
CREATE OR REPLACE FUNCTION search_is_near(q text, w text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = public, pg_temp AS $$
DECLARE
    longer int := greatest(length(q), length(w));
    apart int;
BEGIN
    IF length(w) > 60 OR length(w) < 2 OR abs(length(q) - length(w)) > 4 THEN
        RETURN false;
    END IF;
    IF q ~ '[0-9]' OR w ~ '[0-9]' THEN
        RETURN longer >= 6 AND levenshtein(q, w) <= 1 AND regexp_replace(q, '\D', '', 'g') = regexp_replace(w, '\D', '', 'g');
    END IF;
    apart := levenshtein_less_equal(q, w, 4);
    IF apart <= 1 THEN
        RETURN longer >= 4 OR (dmetaphone(q) = dmetaphone(w) AND left(q, 1) = left(w, 1));
    END IF;
    IF apart = 2 AND (longer >= 7 OR (longer >= 4 AND length(q) = length(w) AND
            (SELECT string_agg(c, '' ORDER BY c) FROM regexp_split_to_table(q, '') c)
          = (SELECT string_agg(c, '' ORDER BY c) FROM regexp_split_to_table(w, '') c))) THEN
        RETURN true;
    END IF;
    RETURN (apart <= 3 AND longer >= 4 AND apart * 2 <= longer
            AND (dmetaphone(q) = dmetaphone(w) OR dmetaphone_alt(q) = dmetaphone(w) OR dmetaphone(q) = dmetaphone_alt(w)))
        OR (longer >= 7 AND similarity(q, w) >= 0.5);
END $$
"""

PUT = r"""
CREATE OR REPLACE FUNCTION search_put(p_firm bigint, p_kind text, p_object bigint, p_slot text, p_contact bigint,
    p_matter bigint, p_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    said text[] := search_words(left(p_name, 300));
    hashes bigint[];
BEGIN
    IF said = '{}' THEN
        DELETE FROM search_name n
         WHERE n.firm_id = p_firm AND n.kind = p_kind AND n.object_id = p_object AND n.slot = p_slot;
        RETURN;
    END IF;
    PERFORM 1 FROM search_name n WHERE n.firm_id = p_firm AND n.kind = p_kind AND n.object_id = p_object
       AND n.slot = p_slot AND n.name = left(p_name, 300) AND n.contact_id IS NOT DISTINCT FROM p_contact
       AND n.matter_id IS NOT DISTINCT FROM p_matter;
    IF FOUND THEN
        RETURN;
    END IF;
    INSERT INTO search_word (firm_id, word, keys)
    SELECT p_firm, x.w, search_keys(p_firm, x.w) FROM (SELECT DISTINCT unnest(said) AS w) x
     WHERE NOT EXISTS (SELECT 1 FROM search_word s WHERE s.firm_id = p_firm AND s.word = x.w);
    hashes := ARRAY(SELECT DISTINCT hashtextextended(w, p_firm) FROM unnest(said) w);
    IF cardinality(said) = 1 THEN
        hashes := hashes || hashtextextended('=' || said[1], p_firm);
    END IF;
    INSERT INTO search_name (firm_id, kind, object_id, slot, contact_id, matter_id, name, words, keys)
    VALUES (p_firm, p_kind, p_object, p_slot, p_contact, p_matter, left(p_name, 300), said, hashes)
    ON CONFLICT (firm_id, kind, object_id, slot) DO UPDATE SET contact_id = excluded.contact_id,
        matter_id = excluded.matter_id, name = excluded.name, words = excluded.words, keys = excluded.keys;
END $$
"""

# A tsvector holds at most a megabyte; owners of long texts keep them in parts.
PUT_TEXT = r"""
CREATE OR REPLACE FUNCTION search_put_text(p_firm bigint, p_kind text, p_object bigint, p_slot text, p_contact bigint,
    p_matter bigint, p_text text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    said tsvector := to_tsvector('simple', regexp_replace(unaccent(left(coalesce(p_text, ''), 200000)), '[''’‘`´]', '', 'g'));
BEGIN
    IF said = ''::tsvector THEN
        DELETE FROM search_text n
         WHERE n.firm_id = p_firm AND n.kind = p_kind AND n.object_id = p_object AND n.slot = p_slot;
        RETURN;
    END IF;
    INSERT INTO search_text (firm_id, kind, object_id, slot, contact_id, matter_id, words)
    VALUES (p_firm, p_kind, p_object, p_slot, p_contact, p_matter, said)
    ON CONFLICT (firm_id, kind, object_id, slot) DO UPDATE SET contact_id = excluded.contact_id,
        matter_id = excluded.matter_id, words = excluded.words
     WHERE (search_text.contact_id, search_text.matter_id, search_text.words)
           IS DISTINCT FROM (excluded.contact_id, excluded.matter_id, excluded.words);
END $$
"""

# p_words: the asked words that say who is meant; p_initials: single letters among them. (p_token, p_more): further words
# that stand for the asked one of that number (nicknames, written together). p_without: kinds to leave out.
NAMES = r"""
CREATE OR REPLACE FUNCTION search_names(p_words text[], p_token int[], p_more text[], p_initials text[],
    p_only text[], p_without text[], p_limit int)
RETURNS TABLE (id bigint, kind text, object_id bigint, slot text, contact_id bigint, matter_id bigint, name text,
    words text[], sounds text[], rare boolean) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET pg_trgm.similarity_threshold = 0.45 AS $$
DECLARE
    firm bigint := current_firm();
    named bigint[] := named_matters();
    alone boolean := only_named_matters();
    n int := least(cardinality(p_words), 6);
    exact bigint[] := '{}';
    near text[];
    every bigint[] := '{}';   -- the keys of all words, one after another
    ends int[] := '{0}';      -- where those of each word end
    single bigint[] := '{}';
    ids bigint[] := '{}';
    seldom bigint[] := '{}';  -- names that share a word which few have
    i int;
    j int;
    held bigint;
BEGIN
    FOR i IN 1..n LOOP
        exact := exact || hashtextextended(p_words[i], firm);
        near := ARRAY(
            SELECT DISTINCT x.w FROM (
                SELECT p_words[i] AS w
                UNION SELECT m.w FROM unnest(p_token, p_more) m(t, w) WHERE m.t = i
                UNION SELECT s.word FROM search_word s WHERE s.keys && search_asked(firm, p_words[i])
                         AND s.firm_id + 0 = firm AND search_is_near(p_words[i], s.word)
                UNION SELECT s.word FROM search_word s WHERE length(p_words[i]) >= 5 AND s.firm_id = firm
                         AND s.word % p_words[i] AND search_is_near(p_words[i], s.word)
            ) x);
        every := every || ARRAY(SELECT hashtextextended(x.w, firm) FROM unnest(near) x(w));
        ends := ends || cardinality(every);
        single := single || ARRAY(SELECT hashtextextended('=' || x.w, firm) FROM unnest(near) x(w));
    END LOOP;
    IF n = 1 THEN
        ids := ARRAY(SELECT s.id FROM search_name s WHERE s.keys && single AND s.firm_id + 0 = firm
            AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
            AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without) LIMIT p_limit);
        ids := ids || ARRAY(SELECT s.id FROM search_name s WHERE s.keys @> exact AND s.firm_id + 0 = firm
            AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
            AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without)
            AND (p_initials = '{}' OR EXISTS (SELECT 1 FROM unnest(s.words) w WHERE left(w, 1) = ANY (p_initials)))
            LIMIT p_limit);
        ids := ids || ARRAY(SELECT s.id FROM search_name s WHERE s.keys && every AND s.firm_id + 0 = firm
            AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
            AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without)
            AND (p_initials = '{}' OR EXISTS (SELECT 1 FROM unnest(s.words) w WHERE left(w, 1) = ANY (p_initials)))
            LIMIT p_limit);
    ELSE
        ids := ARRAY(SELECT s.id FROM search_name s WHERE s.keys @> exact AND s.firm_id + 0 = firm
            AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
            AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without) LIMIT p_limit);
        FOR i IN 1..n - 1 LOOP
            FOR j IN i + 1..n LOOP
                ids := ids || ARRAY(SELECT s.id FROM search_name s
                    WHERE s.keys && every[ends[i] + 1:ends[i + 1]] AND s.keys && every[ends[j] + 1:ends[j + 1]]
                    AND s.firm_id + 0 = firm AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
                    AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without) LIMIT p_limit);
            END LOOP;
        END LOOP;
        ids := ids || ARRAY(SELECT s.id FROM search_name s WHERE s.keys && single AND s.firm_id + 0 = firm
            AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
            AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without) LIMIT p_limit);
        -- A word that few names have says more than two that many have.
        FOR i IN 1..n LOOP
            IF length(p_words[i]) >= 5 THEN
                held := (SELECT count(*) FROM (SELECT 1 FROM search_name s
                          WHERE s.keys @> ARRAY[exact[i]] AND s.firm_id + 0 = firm LIMIT 9) x);
                IF held BETWEEN 1 AND 8 THEN
                    seldom := seldom || ARRAY(SELECT s.id FROM search_name s WHERE s.keys @> ARRAY[exact[i]]
                        AND s.firm_id + 0 = firm AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
                        AND (p_only IS NULL OR s.kind = ANY (p_only)) AND NOT s.kind = ANY (p_without));
                END IF;
            END IF;
        END LOOP;
    END IF;
    RETURN QUERY SELECT s.id, s.kind::text, s.object_id, s.slot::text, s.contact_id, s.matter_id, s.name::text,
            s.words::text[], ARRAY(SELECT dmetaphone(w) FROM unnest(s.words) WITH ORDINALITY x(w, o) ORDER BY o),
            s.id = ANY (seldom)
       FROM search_name s WHERE s.firm_id + 0 = firm AND s.id = ANY (ids || seldom);
END $$
"""

TEXTS = r"""
CREATE OR REPLACE FUNCTION search_texts(p_query text, p_only text[], p_limit int)
RETURNS TABLE (kind text, object_id bigint, slot text, contact_id bigint, matter_id bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    firm bigint := current_firm();
    named bigint[] := named_matters();
    alone boolean := only_named_matters();
BEGIN
    RETURN QUERY SELECT s.kind::text, s.object_id, s.slot::text, s.contact_id, s.matter_id FROM search_text s
      WHERE s.firm_id = firm AND s.words @@ p_query::tsquery
        AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
        AND (p_only IS NULL OR s.kind = ANY (p_only)) ORDER BY s.id DESC LIMIT p_limit;
END $$
"""

CREATE = [
    WORDS, KEYS, ASKED, NEAR, PUT, PUT_TEXT, NAMES, TEXTS, BEGUN,
    # Only the triggers' own functions write the index.
    "REVOKE EXECUTE ON FUNCTION search_put(bigint, text, bigint, text, bigint, bigint, text) FROM PUBLIC",
    "REVOKE EXECUTE ON FUNCTION search_put_text(bigint, text, bigint, text, bigint, bigint, text) FROM PUBLIC",
]  # fmt: skip
DROP = [
    "DROP FUNCTION search_begun(text[], text[], int, int)",
    "DROP FUNCTION search_texts(text, text[], int)",
    "DROP FUNCTION search_names(text[], int[], text[], text[], text[], text[], int)",
    "DROP FUNCTION search_put_text(bigint, text, bigint, text, bigint, bigint, text)",
    "DROP FUNCTION search_put(bigint, text, bigint, text, bigint, bigint, text)",
    "DROP FUNCTION search_is_near(text, text)",
    "DROP FUNCTION search_asked(bigint, text)",
    "DROP FUNCTION search_keys(bigint, text)",
    "DROP FUNCTION search_words(text)",
]
VERSION = hashlib.sha256("\n".join(CREATE).encode()).hexdigest()[:12]
