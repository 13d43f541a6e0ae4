"""The function that finds names while they are typed: each typed word is the beginning of one of the name's.

As in search/sql.py a name is not compared with a million names: the firm's different words are, and names are fetched by
the words found.
"""

# p_most: how many words of the dictionary may stand for each typed one, the nearest and shortest first; after two letters there
# are thousands. A single letter finds nothing.
BEGUN = r"""
CREATE OR REPLACE FUNCTION search_begun(p_words text[], p_only text[], p_most int, p_limit int)
RETURNS TABLE (kind text, object_id bigint, slot text, contact_id bigint, matter_id bigint, name text) LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    firm bigint := current_firm();
    named bigint[] := named_matters();
    alone boolean := only_named_matters();
    one bigint[];
    two bigint[];
    three bigint[];
    found bigint[];
BEGIN
    IF cardinality(p_words) = 1 AND length(p_words[1]) < 2 THEN
        RETURN;
    END IF;
    FOR i IN 1..least(cardinality(p_words), 3) LOOP
        found := ARRAY(SELECT hashtextextended(x.word, firm) FROM (
            SELECT DISTINCT s.word FROM search_word s WHERE s.firm_id = firm AND s.word LIKE
                CASE WHEN length(p_words[i]) > 2 THEN '%' ELSE '' END || p_words[i] || '%') x
            ORDER BY x.word LIKE p_words[i] || '%' DESC, length(x.word), x.word LIMIT p_most);
        IF found = '{}' THEN
            RETURN;
        END IF;
        IF i = 1 THEN one := found; two := found; three := found;
        ELSIF i = 2 THEN two := found; three := found;
        ELSE three := found;
        END IF;
    END LOOP;
    RETURN QUERY SELECT s.kind::text, s.object_id, s.slot::text, s.contact_id, s.matter_id, s.name::text FROM search_name s
      WHERE s.keys && one AND s.keys && two AND s.keys && three AND s.firm_id + 0 = firm
        AND (s.matter_id IS NULL OR (s.matter_id = ANY (named)) = alone)
        AND (p_only IS NULL OR s.kind = ANY (p_only)) LIMIT p_limit;
END $$
"""
