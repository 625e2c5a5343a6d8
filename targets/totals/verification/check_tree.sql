-- Once, when all is copied: who is above whom, and whose totals are late.
-- Each participant with everybody above it, itself among them. Only those that keep totals are compared.
CREATE TABLE above AS
WITH RECURSIVE up AS (
    SELECT id, id AS ancestor_id, parent_id AS next_id FROM participant
    UNION ALL
    SELECT up.id, p.id, p.parent_id FROM up JOIN participant p ON p.id = up.next_id
)
SELECT id, ancestor_id FROM up
WHERE ancestor_id IN (SELECT id FROM participant WHERE keeps);

-- A mark without a participant is on the whole plan. Late is not wrong: those, and all above them, are not compared.
CREATE TABLE compared AS
SELECT DISTINCT ancestor_id AS id FROM above
WHERE NOT EXISTS (SELECT 1 FROM marked WHERE participant_id IS NULL)
  AND ancestor_id NOT IN (
      SELECT a.ancestor_id FROM above a JOIN marked m ON m.participant_id = a.id);
