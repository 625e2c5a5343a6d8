-- Compute the totals of the targets in ``batch_target`` directly from their definitions: for every cell and step, look up
-- the last share and the last report up to that step; add every participant's own contribution to each of its ancestors,
-- over the whole tree at once. (The settling job works by levels instead, so the two computations are independent.)
CREATE OR REPLACE TABLE fact AS
SELECT h.participant_id, s.target_id, h.seq, h.basis, h.first_at, s.na,
       s.value, CASE t.measure WHEN 'ratio' THEN s.base END AS base,
       -- Not applicable keeps the last value of an increment or a running total.
       NOT (s.na AND t.measure IN ('increment', 'running')) AS sets_value
FROM snapshot_figure s
JOIN counted_snapshot h ON h.snapshot_id = s.snapshot_id
JOIN target t ON t.id = s.target_id
WHERE s.target_id IN (SELECT target_id FROM batch_target);

-- Up to each step: the last report, the last report that set the value, and the sum of all values.
CREATE OR REPLACE TABLE latest AS
SELECT f.participant_id, f.target_id, f.basis, step.seq,
       max(f.seq) AS last_seq, max(f.seq) FILTER (WHERE f.sets_value) AS value_seq, sum(f.value) AS summed
FROM fact f JOIN step ON step.seq >= f.seq
GROUP BY ALL;

CREATE OR REPLACE TABLE report_state AS
SELECT l.participant_id, l.target_id, l.basis, l.seq, l.value_seq, l.summed,
       value_fact.value, value_fact.base, last_fact.na AS absent,
       l.last_seq = l.seq AND NOT last_fact.na AS reported,
       CASE WHEN l.last_seq = l.seq AND NOT last_fact.na THEN last_fact.first_at END AS reported_at
FROM latest l
JOIN fact last_fact ON last_fact.participant_id = l.participant_id AND last_fact.target_id = l.target_id
    AND last_fact.basis = l.basis AND last_fact.seq = l.last_seq
LEFT JOIN fact value_fact ON value_fact.participant_id = l.participant_id AND value_fact.target_id = l.target_id
    AND value_fact.basis = l.basis AND value_fact.seq = l.value_seq;

-- The share of the first period also applies before it (step 0). The baseline is that of the earliest share of a
-- participant that reports.
CREATE OR REPLACE TABLE share_in_force AS
SELECT a.participant_id, a.target_id, latest_version.seq, a.amount, a.own
FROM (
    SELECT a.participant_id, a.target_id, step.seq, max(a.from_seq) AS from_seq
    FROM share_version a JOIN step ON a.from_seq <= greatest(step.seq, 1)
    WHERE a.target_id IN (SELECT target_id FROM batch_target)
    GROUP BY ALL
) AS latest_version
JOIN share_version a USING (participant_id, target_id, from_seq);

CREATE OR REPLACE TABLE baseline_in_force AS
SELECT a.participant_id, a.target_id, a.baseline, CASE t.measure WHEN 'ratio' THEN a.baseline_base END AS baseline_base
FROM (
    SELECT participant_id, target_id, min(from_seq) AS from_seq
    FROM share_version GROUP BY ALL HAVING count(own) > 0
) AS earliest
JOIN share_version a USING (participant_id, target_id, from_seq)
JOIN target t ON t.id = a.target_id
WHERE t.measure <> 'increment';

-- The known value of each participant alone, on both bases, at every step of every cell with a share or a report.
CREATE OR REPLACE TABLE known_value AS
SELECT c.participant_id, c.target_id, c.seq, b.basis, h.amount, h.own,
       h.own IS NOT NULL AND d.seq IS NOT NULL OR n.needed AS owes,
       coalesce(s.reported, FALSE) OR n.needed AND initial.baseline IS NOT NULL AS reported, coalesce(s.absent, FALSE) AS absent, s.seq IS NOT NULL AS has_report,
       s.reported_at,
       CASE WHEN t.measure = 'increment' THEN s.summed WHEN s.value_seq IS NULL THEN initial.baseline
            ELSE s.value END AS value,
       CASE WHEN t.measure = 'increment' THEN NULL WHEN s.value_seq IS NULL THEN initial.baseline_base
            ELSE s.base END AS base
FROM (
    SELECT participant_id, target_id, step.seq
    FROM (
        SELECT participant_id, target_id FROM share_version WHERE target_id IN (SELECT target_id FROM batch_target)
        UNION
        SELECT participant_id, target_id FROM fact
    ) AS cell CROSS JOIN step
) AS c
CROSS JOIN (VALUES (0), (1)) AS b (basis)
JOIN target t ON t.id = c.target_id
LEFT JOIN due d ON d.target_id = c.target_id AND d.seq = c.seq
LEFT JOIN share_in_force h ON h.participant_id = c.participant_id AND h.target_id = c.target_id AND h.seq = c.seq
LEFT JOIN baseline_in_force AS initial ON initial.participant_id = c.participant_id AND initial.target_id = c.target_id
LEFT JOIN report_state s ON s.participant_id = c.participant_id AND s.target_id = c.target_id
    AND s.basis = b.basis AND s.seq = c.seq
-- Before the first period a unit that reports a level or a ratio at some time owes a baseline.
CROSS JOIN LATERAL (
    SELECT c.seq = 0 AND t.measure IN ('level', 'ratio') AND initial.participant_id IS NOT NULL AS needed
) AS n;

CREATE OR REPLACE TABLE own_contribution AS
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
       k.owes AND k.has_report AND NOT k.absent AND NOT k.reported AS carried
FROM known_value k
JOIN target t ON t.id = k.target_id
JOIN participant p ON p.id = k.participant_id;

CREATE OR REPLACE TABLE expected AS
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
FROM own_contribution o
JOIN ancestry a ON a.id = o.participant_id
GROUP BY ALL;

-- Every stored or expected total, and how they differ.
CREATE OR REPLACE TABLE comparison AS
SELECT participant_id, seq, target_id, w.seq IS NULL AS surplus, s.seq IS NULL AS missing,
       (w.seq IS NULL OR s.seq IS NULL OR ({wanted}) IS DISTINCT FROM ({stored})) AS differs, {both}
FROM expected w
FULL JOIN (SELECT * FROM stored WHERE target_id IN (SELECT target_id FROM batch_target)) AS s
    USING (participant_id, seq, target_id)
WHERE participant_id IN (SELECT id FROM compared);
