-- Run once, after copying. Each participant with each of its ancestors, itself included. Only participants that keep
-- totals are compared.
CREATE TABLE ancestry AS
WITH RECURSIVE up AS (
    SELECT id, id AS ancestor_id, parent_id AS next_id FROM participant
    UNION ALL
    SELECT up.id, p.id, p.parent_id FROM up JOIN participant p ON p.id = up.next_id
)
SELECT id, ancestor_id FROM up
WHERE ancestor_id IN (SELECT id FROM participant WHERE keeps_totals);

-- A mark without a participant concerns the whole plan. Participants with a mark, and their ancestors, have stale totals
-- and are not compared.
CREATE TABLE compared AS
SELECT DISTINCT ancestor_id AS id FROM ancestry
WHERE NOT EXISTS (SELECT 1 FROM stale_mark WHERE participant_id IS NULL)
  AND ancestor_id NOT IN (
      SELECT a.ancestor_id FROM ancestry a JOIN stale_mark m ON m.participant_id = a.id);
