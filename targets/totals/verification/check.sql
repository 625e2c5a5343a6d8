-- The totals of the targets in ``todo``, by the definitions of the design and no short cut: for every cell and step, look
-- up the last share and the last report that had come by then; add up every participant's own work under each that is
-- above it, at once over the whole tree. (The settling job does it otherwise, by levels and runs: that is the point.)
CREATE OR REPLACE TABLE fact AS
SELECT h.participant_id, s.target_id, h.seq, h.basis, h.first_at, s.na,
       s.value, CASE t.measure WHEN 'ratio' THEN s.base END AS base,
       -- What leaves the last value standing: not applicable, where what was done stays done.
       NOT (s.na AND t.measure IN ('increment', 'running')) AS decides
FROM said s
JOIN handed_in h ON h.snapshot_id = s.snapshot_id
JOIN target t ON t.id = s.target_id
WHERE s.target_id IN (SELECT target_id FROM todo);

-- By each step: the last report, the last that set the value, and the sum of all.
CREATE OR REPLACE TABLE latest AS
SELECT f.participant_id, f.target_id, f.basis, step.seq,
       max(f.seq) AS heard_at, max(f.seq) FILTER (WHERE f.decides) AS decided_at, sum(f.value) AS summed
FROM fact f JOIN step ON step.seq >= f.seq
GROUP BY ALL;

CREATE OR REPLACE TABLE stand AS
SELECT l.participant_id, l.target_id, l.basis, l.seq, l.decided_at, l.summed,
       decided.value, decided.base, heard.na AS absent,
       l.heard_at = l.seq AND NOT heard.na AS reported,
       CASE WHEN l.heard_at = l.seq AND NOT heard.na THEN heard.first_at END AS reported_at
FROM latest l
JOIN fact heard ON heard.participant_id = l.participant_id AND heard.target_id = l.target_id
    AND heard.basis = l.basis AND heard.seq = l.heard_at
LEFT JOIN fact decided ON decided.participant_id = l.participant_id AND decided.target_id = l.target_id
    AND decided.basis = l.basis AND decided.seq = l.decided_at;

-- Before the first period the share of the first holds; the baseline is that of the earliest share of whoever reports.
CREATE OR REPLACE TABLE holds AS
SELECT a.participant_id, a.target_id, by_then.seq, a.amount, a.own
FROM (
    SELECT a.participant_id, a.target_id, step.seq, max(a.from_seq) AS from_seq
    FROM allotted a JOIN step ON a.from_seq <= greatest(step.seq, 1)
    WHERE a.target_id IN (SELECT target_id FROM todo)
    GROUP BY ALL
) AS by_then
JOIN allotted a USING (participant_id, target_id, from_seq);

CREATE OR REPLACE TABLE start AS
SELECT a.participant_id, a.target_id, a.baseline, CASE t.measure WHEN 'ratio' THEN a.baseline_base END AS baseline_base
FROM (
    SELECT participant_id, target_id, min(from_seq) AS from_seq
    FROM allotted GROUP BY ALL HAVING count(own) > 0
) AS earliest
JOIN allotted a USING (participant_id, target_id, from_seq)
JOIN target t ON t.id = a.target_id
WHERE t.measure <> 'increment';

-- What each participant itself adds to both bases, at every step of every cell that anybody speaks of.
CREATE OR REPLACE TABLE known AS
SELECT c.participant_id, c.target_id, c.seq, b.basis, h.amount, h.own,
       h.own IS NOT NULL AND d.seq IS NOT NULL AS owes,
       coalesce(s.reported, FALSE) AS reported, coalesce(s.absent, FALSE) AS absent, s.seq IS NOT NULL AS heard,
       s.reported_at,
       CASE WHEN t.measure = 'increment' THEN s.summed WHEN s.decided_at IS NULL THEN start.baseline
            ELSE s.value END AS value,
       CASE WHEN t.measure = 'increment' THEN NULL WHEN s.decided_at IS NULL THEN start.baseline_base
            ELSE s.base END AS base
FROM (
    SELECT participant_id, target_id, step.seq
    FROM (
        SELECT participant_id, target_id FROM allotted WHERE target_id IN (SELECT target_id FROM todo)
        UNION
        SELECT participant_id, target_id FROM fact
    ) AS cell CROSS JOIN step
) AS c
CROSS JOIN (VALUES (0), (1)) AS b (basis)
JOIN target t ON t.id = c.target_id
LEFT JOIN due d ON d.target_id = c.target_id AND d.seq = c.seq
LEFT JOIN holds h ON h.participant_id = c.participant_id AND h.target_id = c.target_id AND h.seq = c.seq
LEFT JOIN start ON start.participant_id = c.participant_id AND start.target_id = c.target_id
LEFT JOIN stand s ON s.participant_id = c.participant_id AND s.target_id = c.target_id
    AND s.basis = b.basis AND s.seq = c.seq;

CREATE OR REPLACE TABLE own_work AS
SELECT k.participant_id, k.target_id, k.seq, k.basis, k.reported_at, p.area,
       CASE WHEN k.basis = 0 THEN k.amount END AS amount,
       CASE WHEN t.rollup = 'sum' THEN k.value
            WHEN k.own IS NULL OR k.value IS NULL THEN NULL
            WHEN k.base = 0 THEN 0
            WHEN reaches(t.direction, k.value * 1000000 * CASE WHEN k.base IS NULL THEN 1 ELSE t.factor END,
                         k.own, t.upper_value, coalesce(k.base, 1000000)) THEN 1000000
            ELSE 0 END AS value,
       CASE WHEN t.rollup = 'sum' THEN k.base END AS base,
       k.owes AND k.basis = 0 AS owing, k.owes AND k.reported AS reported, k.owes AND k.absent AS absent,
       k.owes AND k.heard AND NOT k.absent AND NOT k.reported AS carried
FROM known k
JOIN target t ON t.id = k.target_id
JOIN participant p ON p.id = k.participant_id;

CREATE OR REPLACE TABLE wanted AS
SELECT a.ancestor_id AS participant_id, o.seq, o.target_id,
       max(o.amount) FILTER (WHERE a.ancestor_id = o.participant_id) AS allocation,
       sum(o.value) FILTER (WHERE o.basis = 0) AS submitted,
       sum(o.base) FILTER (WHERE o.basis = 0) AS submitted_base,
       sum(o.value) FILTER (WHERE o.basis = 1) AS accepted,
       sum(o.base) FILTER (WHERE o.basis = 1) AS accepted_base,
       count(*) FILTER (WHERE o.area AND o.owing) AS owing,
       count(*) FILTER (WHERE o.area AND o.basis = 0 AND o.reported) AS reported,
       count(*) FILTER (WHERE o.area AND o.basis = 0 AND o.carried) AS carried,
       count(*) FILTER (WHERE o.area AND o.basis = 0 AND o.absent) AS absent,
       count(*) FILTER (WHERE o.area AND o.basis = 1 AND o.reported) AS accepted_reported,
       count(*) FILTER (WHERE o.area AND o.basis = 1 AND o.carried) AS accepted_carried,
       count(*) FILTER (WHERE o.area AND o.basis = 1 AND o.absent) AS accepted_absent,
       count(*) FILTER (WHERE NOT o.area AND o.owing) AS body_owing,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 0 AND o.reported) AS body_reported,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 0 AND o.carried) AS body_carried,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 0 AND o.absent) AS body_absent,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 1 AND o.reported) AS body_accepted_reported,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 1 AND o.carried) AS body_accepted_carried,
       count(*) FILTER (WHERE NOT o.area AND o.basis = 1 AND o.absent) AS body_accepted_absent,
       max(o.reported_at) FILTER (WHERE o.basis = 0) AS reported_at
FROM own_work o
JOIN above a ON a.id = o.participant_id
GROUP BY ALL;

-- Every total that is there or should be, and what is wrong with it.
CREATE OR REPLACE TABLE beside_stored AS
SELECT participant_id, seq, target_id, w.seq IS NULL AS surplus, s.seq IS NULL AS missing,
       (w.seq IS NULL OR s.seq IS NULL OR ({wanted}) IS DISTINCT FROM ({stored})) AS differs, {both}
FROM wanted w
FULL JOIN (SELECT * FROM stored WHERE target_id IN (SELECT target_id FROM todo)) AS s
    USING (participant_id, seq, target_id)
WHERE participant_id IN (SELECT id FROM compared);
