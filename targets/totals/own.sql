-- What the own work comes to, where there is any.
-- The cells whose share changes in the year.
changing AS MATERIALIZED (
    SELECT DISTINCT participant_id, target_id FROM share WHERE from_seq > 1
),
-- The few cells whose share is not one plain number for the whole year, with how long each version holds.
version AS MATERIALIZED (
    SELECT v.*, lead(from_seq) OVER cell AS until_seq, lag(own) OVER cell AS own_before,
           bool_or(own IS NOT NULL) OVER (PARTITION BY participant_id, target_id) AS reports,
           row_number() OVER cell = 1 AS first
    FROM share v
    WHERE own IS NULL OR from_seq > 1
       OR target_id IN (SELECT target_id FROM promise WHERE counted)
       OR (participant_id, target_id) IN (SELECT participant_id, target_id FROM changing)
    WINDOW cell AS (PARTITION BY participant_id, target_id ORDER BY from_seq)
),
-- The baseline stands in for a report before the first period, for those who report at some time.
start AS MATERIALIZED (
    SELECT s.*, t.measure, t.counted
    FROM (
        SELECT participant_id, holder_id, area, target_id, baseline, baseline_base FROM version WHERE first AND reports
        UNION ALL
        SELECT participant_id, holder_id, area, target_id, baseline, baseline_base FROM share
        WHERE own IS NOT NULL AND from_seq = 1 AND target_id NOT IN (SELECT target_id FROM promise WHERE counted)
          AND (participant_id, target_id) NOT IN (SELECT participant_id, target_id FROM changing)
    ) AS s
    JOIN promise t ON t.target_id = s.target_id AND t.measure <> 'increment'
    WHERE baseline IS NOT NULL OR baseline_base IS NOT NULL
),
-- Submissions in force, with what basis each stands on. Those of a unit are "orderly" when all stand as submitted and
-- the accepted ones come first, as they mostly do: then one look over its periods does for both bases.
live AS MATERIALIZED (
    SELECT *, alone AND orderly AS plain
    FROM (
        SELECT o.*, step.seq, b.snapshot_id, b.submitted, b.accepted, r.first_submitted_at,
               count(*) OVER unit = 1 AS alone,
               bool_and(b.submitted) OVER unit
                   AND coalesce(max(step.seq) FILTER (WHERE b.accepted) OVER unit
                                < min(step.seq) FILTER (WHERE NOT b.accepted) OVER unit, TRUE)
                   AND o.participant_id NOT IN (SELECT participant_id FROM version WHERE own IS NULL) AS orderly
        FROM source o
        CROSS JOIN LATERAL (SELECT * FROM targets_return WHERE participant_id = o.participant_id OFFSET 0) AS r
        JOIN step ON step.period_id = r.period_id
        CROSS JOIN LATERAL (VALUES
            (r.submitted_id, TRUE, coalesce(r.submitted_id = r.accepted_id, FALSE)),
            (CASE WHEN r.accepted_id IS DISTINCT FROM r.submitted_id THEN r.accepted_id END, FALSE, TRUE)
        ) AS b (snapshot_id, submitted, accepted)
        WHERE b.snapshot_id IS NOT NULL
        WINDOW unit AS (PARTITION BY o.participant_id)
    ) AS r
),
-- Where nothing or one plain submission follows a baseline, it stands from the beginning, and falls with that submission.
begun AS MATERIALIZED (
    SELECT * FROM start WHERE NOT counted AND participant_id NOT IN (SELECT participant_id FROM live WHERE NOT plain)
),
-- What units with one plain submission said, added up as it is read, and the baselines that fall with it.
said AS (
    SELECT l.holder_id, l.area, f.target_id, l.seq, l.accepted, sum(f.value) AS value, sum(f.base) AS base,
           count(f.value)::int AS known, count(f.base)::int AS based,
           count(*)::int AS said, (count(*) FILTER (WHERE f.na))::int AS absent,
           max(l.first_submitted_at) FILTER (WHERE NOT f.na) AS at,
           coalesce(sum(b.baseline), 0) AS fallen, coalesce(sum(b.baseline_base), 0) AS fallen_base,
           count(b.baseline)::int AS fallen_known, count(b.baseline_base)::int AS fallen_based
    FROM (SELECT * FROM live WHERE plain) AS l
    CROSS JOIN LATERAL (
        SELECT target_id, value, base, na FROM targets_snapshotfigure
        WHERE snapshot_id = l.snapshot_id AND (value IS NOT NULL OR na) AND {of_targets} OFFSET 0
    ) AS f
    LEFT JOIN begun b ON b.participant_id = l.participant_id AND b.target_id = f.target_id
        AND (f.value IS NOT NULL OR b.measure <> 'running')
    WHERE f.target_id NOT IN (SELECT target_id FROM promise WHERE counted)
    GROUP BY l.holder_id, l.area, f.target_id, l.seq, l.accepted
),
-- All other figures, one by one.
fact AS MATERIALIZED (
    SELECT f.*, t.measure, t.counted, f.unit_orderly AND NOT t.counted AS orderly,
           CASE WHEN NOT f.na THEN f.first_submitted_at END AS at
    FROM (
        SELECT l.participant_id, l.holder_id, l.area, l.seq, l.submitted, l.accepted, l.orderly AS unit_orderly,
               l.first_submitted_at, f.target_id, f.value, f.base, f.na
        FROM live l
        CROSS JOIN LATERAL (SELECT * FROM targets_snapshotfigure WHERE snapshot_id = l.snapshot_id OFFSET 0) AS f
        WHERE NOT l.plain AND {of_targets}
        UNION ALL
        SELECT l.participant_id, l.holder_id, l.area, l.seq, l.submitted, l.accepted, l.orderly,
               l.first_submitted_at, f.target_id, f.value, f.base, f.na
        FROM live l
        JOIN promise t ON t.counted
        CROSS JOIN LATERAL (
            SELECT * FROM targets_snapshotfigure
            WHERE snapshot_id = l.snapshot_id AND target_id = t.target_id OFFSET 0
        ) AS f
        WHERE l.plain
    ) AS f
    JOIN promise t ON t.target_id = f.target_id
    WHERE f.value IS NOT NULL OR f.na
),
-- What must be looked at in the order of the periods, baselines first; what is not orderly, on each basis by itself.
heard AS MATERIALIZED (
    SELECT h.*, w.stream, w.submitted AND h.submitted AS on_submitted, w.accepted AND h.accepted AS on_accepted
    FROM (
        SELECT participant_id, holder_id, area, target_id, seq, orderly, submitted, accepted, value, base, na, measure,
               counted, at
        FROM fact
        UNION ALL
        SELECT participant_id, holder_id, area, target_id, 0,
               NOT counted AND participant_id NOT IN (SELECT participant_id FROM live WHERE NOT orderly),
               TRUE, TRUE, baseline, baseline_base, NULL, measure, counted, NULL
        FROM start
        WHERE counted OR participant_id IN (SELECT participant_id FROM live WHERE NOT plain)
    ) AS h
    JOIN (VALUES (0, TRUE, TRUE, TRUE), (1, FALSE, TRUE, FALSE), (2, FALSE, FALSE, TRUE))
        AS w (stream, orderly, submitted, accepted)
        ON w.orderly = h.orderly AND (w.submitted AND h.submitted OR w.accepted AND h.accepted)
),
-- What was before each: of a running total that is said to be not applicable, what was done stands on.
told AS MATERIALIZED (
    SELECT *, lag(na) OVER cell AS na_before, lead(seq) OVER cell AS until_seq,
           CASE measure WHEN 'running' THEN (max(ARRAY[seq, value]) FILTER (
               WHERE measure = 'running' AND value IS NOT NULL
           ) OVER (cell ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))[2] ELSE lag(value) OVER cell END AS value_before,
           lag(base) OVER cell AS base_before
    FROM heard
    WINDOW cell AS (PARTITION BY participant_id, target_id, stream ORDER BY seq)
),
-- Units reached: while a value stands and a share is owed, it counts as 1 when it meets that share, else as 0.
reached AS (
    SELECT k.holder_id, k.area, k.target_id, k.on_submitted, k.on_accepted, c.from_seq, c.until_seq,
           (m.base <> 0 AND CASE t.direction
               WHEN 'at_most' THEN k.known * m.share <= v.own * m.base
               WHEN 'exactly' THEN k.known * m.share = v.own * m.base
               WHEN 'range' THEN k.known * m.share >= v.own * m.base
                                 AND (t.value2 IS NULL OR k.known * m.share <= t.value2 * m.base)
               ELSE k.known * m.share >= v.own * m.base END)::int AS value
    FROM (
        SELECT participant_id, holder_id, area, target_id, seq, on_submitted, on_accepted, base,
               CASE measure WHEN 'increment' THEN sum(value) OVER cell ELSE value END AS known,
               lead(seq) OVER cell AS until_seq
        FROM heard WHERE counted AND (value IS NOT NULL OR measure NOT IN ('increment', 'running'))
        WINDOW cell AS (PARTITION BY participant_id, target_id, stream ORDER BY seq)
    ) AS k
    JOIN promise t ON t.target_id = k.target_id
    JOIN version v ON v.participant_id = k.participant_id AND v.target_id = k.target_id AND v.own IS NOT NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(k.base, 1) AS base, CASE WHEN k.base IS NULL THEN 1 ELSE t.share END AS share
    ) AS m
    CROSS JOIN LATERAL (
        SELECT greatest(k.seq, CASE v.from_seq WHEN 1 THEN 0 ELSE v.from_seq END) AS from_seq,
               least(k.until_seq, v.until_seq) AS until_seq
    ) AS c
    WHERE k.known IS NOT NULL AND (c.until_seq IS NULL OR c.from_seq < c.until_seq)
),
moved AS (
    SELECT holder_id, area, target_id, seq, TRUE AS submitted, accepted,
           coalesce(value, 0) - fallen AS value, coalesce(base, 0) - fallen_base AS base,
           known - fallen_known AS known, based - fallen_based AS based,
           said, said - absent AS reported, absent, at
    FROM said
    UNION ALL
    SELECT holder_id, area, target_id, 0, TRUE, TRUE, sum(baseline), sum(baseline_base),
           count(baseline)::int, count(baseline_base)::int, 0, 0, 0, NULL
    FROM begun GROUP BY holder_id, area, target_id
    UNION ALL
    -- Not applicable empties a level, a ratio and a milestone, and leaves an increment and a running total standing.
    SELECT holder_id, area, target_id, seq, on_submitted, on_accepted,
           CASE WHEN stands THEN coalesce(value, 0) - coalesce(value_before, 0) END,
           CASE WHEN stands THEN coalesce(base, 0) - coalesce(base_before, 0) END,
           stands::int * ((value IS NOT NULL)::int - (value_before IS NOT NULL)::int),
           stands::int * ((base IS NOT NULL)::int - (base_before IS NOT NULL)::int),
           (na IS NOT NULL AND na_before IS NULL)::int, coalesce(NOT na, FALSE)::int,
           coalesce(na, FALSE)::int - coalesce(na_before, FALSE)::int, at
    FROM (
        SELECT holder_id, area, target_id, seq, on_submitted, on_accepted, value, base, base_before, na, na_before, at,
               CASE measure WHEN 'increment' THEN NULL ELSE value_before END AS value_before,
               NOT counted AND (value IS NOT NULL OR measure NOT IN ('increment', 'running')) AS stands
        FROM told
    ) AS turn
    UNION ALL
    SELECT holder_id, area, target_id, at_seq, on_submitted, on_accepted, sign * value, NULL, sign, 0, 0, 0, 0, NULL
    FROM reached CROSS JOIN LATERAL (VALUES (from_seq, 1), (until_seq, -1)) AS turn (at_seq, sign)
    WHERE at_seq IS NOT NULL
    UNION ALL
    -- What those had reported who owe nothing any more stays in the sums and leaves the counts.
    SELECT r.holder_id, r.area, r.target_id, at_seq, on_submitted, on_accepted, NULL, NULL, 0, 0,
           -sign, -(sign = 1 AND NOT na AND at_seq = r.seq)::int, -sign * na::int, NULL
    FROM told r
    JOIN version i ON i.participant_id = r.participant_id AND i.target_id = r.target_id AND i.own IS NULL
        AND r.na IS NOT NULL
        AND NOT coalesce(greatest(r.seq, i.from_seq) >= least(r.until_seq, i.until_seq), FALSE)
    CROSS JOIN LATERAL (VALUES
        (greatest(r.seq, i.from_seq), 1), (least(r.until_seq, i.until_seq), -1)
    ) AS turn (at_seq, sign)
    WHERE at_seq IS NOT NULL
),
change AS (
    SELECT holder_id, area, target_id, shown AS seq,
           sum(value) FILTER (WHERE submitted) AS submitted, sum(base) FILTER (WHERE submitted) AS submitted_base,
           sum(known) FILTER (WHERE submitted)::int AS known, sum(based) FILTER (WHERE submitted)::int AS based,
           sum(value) FILTER (WHERE accepted) AS accepted, sum(base) FILTER (WHERE accepted) AS accepted_base,
           sum(known) FILTER (WHERE accepted)::int AS accepted_known, sum(based) FILTER (WHERE accepted)::int AS accepted_based,
           NULL::int AS owing, sum(said) FILTER (WHERE submitted)::int AS said,
           sum(reported) FILTER (WHERE submitted AND step.seq = shown)::int AS reported, sum(absent) FILTER (WHERE submitted)::int AS absent,
           sum(said) FILTER (WHERE accepted)::int AS accepted_said,
           sum(reported) FILTER (WHERE accepted AND step.seq = shown)::int AS accepted_reported,
           sum(absent) FILTER (WHERE accepted)::int AS accepted_absent,
           max(at) FILTER (WHERE submitted AND step.seq = shown) AS reported_at
    FROM moved JOIN step ON step.seq = moved.seq
    GROUP BY holder_id, area, target_id, shown
    UNION ALL
    SELECT holder_id, area, target_id, shown, {nothing}, sum(owing)::int, {unsaid}
    FROM (
        SELECT holder_id, area, target_id, from_seq AS seq, count(own)::int AS owing
        FROM share GROUP BY holder_id, area, target_id, from_seq
        UNION ALL
        SELECT holder_id, area, target_id, from_seq, -1 FROM version WHERE own_before IS NOT NULL
        UNION ALL
        SELECT holder_id, area, target_id, 0, 0 FROM version WHERE first AND from_seq > 1
    ) AS owed
    JOIN step ON step.seq = owed.seq
    GROUP BY holder_id, area, target_id, shown
),
-- Areas and bodies side by side, and a row for every period, so that sums can run over them.
grid AS (
    SELECT holder_id, target_id, seq,
           sum(submitted) AS submitted, sum(submitted_base) AS submitted_base, sum(known)::int AS known, sum(based)::int AS based,
           sum(accepted) AS accepted, sum(accepted_base) AS accepted_base,
           sum(accepted_known)::int AS accepted_known, sum(accepted_based)::int AS accepted_based,
           {spread},
           max(reported_at) AS reported_at
    FROM (
        SELECT * FROM change
        UNION ALL
        SELECT pair.holder_id, TRUE, pair.target_id, step.seq, {nothing}, NULL, {unsaid}
        FROM (SELECT DISTINCT holder_id, target_id FROM change) AS pair
        JOIN stale s ON s.holder_id = pair.holder_id
        JOIN step ON step.seq = step.shown AND step.seq >= s.from_seq
    ) AS change
    GROUP BY holder_id, target_id, seq
),
own AS (
    SELECT g.holder_id AS participant_id, g.seq, g.target_id,
           CASE WHEN sum(known) OVER past > 0 THEN sum(submitted) OVER past END AS submitted,
           CASE WHEN sum(based) OVER past > 0 THEN sum(submitted_base) OVER past END AS submitted_base,
           CASE WHEN sum(accepted_known) OVER past > 0 THEN sum(accepted) OVER past END AS accepted,
           CASE WHEN sum(accepted_based) OVER past > 0 THEN sum(accepted_base) OVER past END AS accepted_base,
           {counts},
           reported_at
    FROM grid g
    JOIN step ON step.seq = g.seq
    JOIN promise t ON t.target_id = g.target_id
    CROSS JOIN LATERAL (SELECT (g.seq > 0 AND step.month %% t.every = 0)::int AS due) AS d
    WINDOW past AS (PARTITION BY g.holder_id, g.target_id ORDER BY g.seq ROWS UNBOUNDED PRECEDING)
),
