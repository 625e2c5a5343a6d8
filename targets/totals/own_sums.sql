-- Running totals of what the reporters themselves submitted, by holder, target and period.
-- Cells (participant and target) whose share changes within the year.
changing_share AS MATERIALIZED (
    SELECT DISTINCT participant_id, target_id FROM share WHERE from_seq > 1
),
-- The few cells whose share is not one number for the whole year, with the period in which each version ends.
share_version AS MATERIALIZED (
    SELECT v.*, lead(from_seq) OVER cell AS until_seq, lag(own) OVER cell AS previous_own,
           bool_or(own IS NOT NULL) OVER (PARTITION BY participant_id, target_id) AS reports,
           row_number() OVER cell = 1 AS first
    FROM share v
    WHERE own IS NULL OR from_seq > 1
       OR target_id IN (SELECT target_id FROM target_rule WHERE counts_units)
       OR (participant_id, target_id) IN (SELECT participant_id, target_id FROM changing_share)
    WINDOW cell AS (PARTITION BY participant_id, target_id ORDER BY from_seq)
),
-- The first share of each cell that is reported at some time.
first_share AS NOT MATERIALIZED (
    SELECT participant_id, holder_id, area, target_id, baseline, baseline_base
    FROM share_version WHERE first AND reports
    UNION ALL
    SELECT participant_id, holder_id, area, target_id, baseline, baseline_base FROM share
    WHERE own IS NOT NULL AND from_seq = 1
      AND target_id NOT IN (SELECT target_id FROM target_rule WHERE counts_units)
      AND (participant_id, target_id) NOT IN (SELECT participant_id, target_id FROM changing_share)
),
-- Baselines, which count as a report before the first period.
starting_value AS MATERIALIZED (
    SELECT s.*, t.measure, t.counts_units
    FROM first_share AS s
    JOIN target_rule t ON t.target_id = s.target_id AND t.measure <> 'increment'
    WHERE baseline IS NOT NULL OR baseline_base IS NOT NULL
),
-- How many units a level or a ratio needs a baseline of, and how many have one: the counts at period 0.
start_count AS (
    SELECT s.holder_id, s.target_id,
           (count(*) FILTER (WHERE area))::int AS owing, (count(baseline) FILTER (WHERE area))::int AS reported,
           (count(*) FILTER (WHERE NOT area))::int AS body_owing,
           (count(baseline) FILTER (WHERE NOT area))::int AS body_reported
    FROM first_share AS s
    JOIN target_rule t ON t.target_id = s.target_id AND t.measure IN ('level', 'ratio')
    WHERE EXISTS (SELECT FROM step WHERE output_seq = 0)
    GROUP BY s.holder_id, s.target_id
),
-- Submissions that count, with the bases on which they do. A unit's submissions need a single pass for both bases when
-- all count as submitted and the accepted ones come first, which is the usual case.
counted_submission AS MATERIALIZED (
    SELECT *, only_one AND single_pass AS is_single
    FROM (
        SELECT o.*, step.seq, b.snapshot_id, b.submitted, b.accepted, r.first_submitted_at,
               count(*) OVER unit = 1 AS only_one,
               bool_and(b.submitted) OVER unit
                   AND coalesce(max(step.seq) FILTER (WHERE b.accepted) OVER unit
                                < min(step.seq) FILTER (WHERE NOT b.accepted) OVER unit, TRUE)
                   AND o.participant_id NOT IN (SELECT participant_id FROM share_version WHERE own IS NULL)
                   AS single_pass
        FROM reporter o
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
-- Baselines followed by one single submission or none: they count from the beginning until that submission.
single_submission_baseline AS MATERIALIZED (
    SELECT * FROM starting_value
    WHERE NOT counts_units
      AND participant_id NOT IN (SELECT participant_id FROM counted_submission WHERE NOT is_single)
),
-- Sums over the units with one single submission, and the baselines that these submissions replace.
single_submission_sums AS (
    SELECT l.holder_id, l.area, f.target_id, l.seq, l.accepted, sum(f.value) AS value, sum(f.base) AS base,
           count(f.value)::int AS value_count, count(f.base)::int AS base_count,
           count(*)::int AS responded, (count(*) FILTER (WHERE f.na))::int AS absent,
           max(l.first_submitted_at) FILTER (WHERE NOT f.na) AS reported_at,
           coalesce(sum(b.baseline), 0) AS replaced_value, coalesce(sum(b.baseline_base), 0) AS replaced_base,
           count(b.baseline)::int AS replaced_value_count, count(b.baseline_base)::int AS replaced_base_count
    FROM (SELECT * FROM counted_submission WHERE is_single) AS l
    CROSS JOIN LATERAL (
        SELECT target_id, value, base, na FROM targets_snapshotfigure
        WHERE snapshot_id = l.snapshot_id AND (value IS NOT NULL OR na) AND {target_condition} OFFSET 0
    ) AS f
    LEFT JOIN single_submission_baseline b ON b.participant_id = l.participant_id AND b.target_id = f.target_id
        AND (f.value IS NOT NULL OR b.measure <> 'running')
    WHERE f.target_id NOT IN (SELECT target_id FROM target_rule WHERE counts_units)
    GROUP BY l.holder_id, l.area, f.target_id, l.seq, l.accepted
),
-- All other figures, one row each.
separate_figure AS MATERIALIZED (
    SELECT f.*, t.measure, t.counts_units, f.unit_single_pass AND NOT t.counts_units AS single_pass,
           CASE WHEN NOT f.na THEN f.first_submitted_at END AS reported_at
    FROM (
        SELECT l.participant_id, l.holder_id, l.area, l.seq, l.submitted, l.accepted, l.single_pass AS unit_single_pass,
               l.first_submitted_at, f.target_id, f.value, f.base, f.na
        FROM counted_submission l
        CROSS JOIN LATERAL (SELECT * FROM targets_snapshotfigure WHERE snapshot_id = l.snapshot_id OFFSET 0) AS f
        WHERE NOT l.is_single AND {target_condition}
        UNION ALL
        SELECT l.participant_id, l.holder_id, l.area, l.seq, l.submitted, l.accepted, l.single_pass,
               l.first_submitted_at, f.target_id, f.value, f.base, f.na
        FROM counted_submission l
        JOIN target_rule t ON t.counts_units
        CROSS JOIN LATERAL (
            SELECT * FROM targets_snapshotfigure
            WHERE snapshot_id = l.snapshot_id AND target_id = t.target_id OFFSET 0
        ) AS f
        WHERE l.is_single
    ) AS f
    JOIN target_rule t ON t.target_id = f.target_id
    WHERE f.value IS NOT NULL OR f.na
),
-- The facts to be ordered by period, baselines first. Where one pass is not enough, each basis is a group of its own.
ordered_facts AS MATERIALIZED (
    SELECT h.*, w.basis_group, w.submitted AND h.submitted AS on_submitted, w.accepted AND h.accepted AS on_accepted
    FROM (
        SELECT participant_id, holder_id, area, target_id, seq, single_pass, submitted, accepted, value, base, na,
               measure, counts_units, reported_at
        FROM separate_figure
        UNION ALL
        SELECT participant_id, holder_id, area, target_id, 0,
               NOT counts_units
                   AND participant_id NOT IN (SELECT participant_id FROM counted_submission WHERE NOT single_pass),
               TRUE, TRUE, baseline, baseline_base, NULL, measure, counts_units, NULL
        FROM starting_value
        WHERE counts_units OR participant_id IN (SELECT participant_id FROM counted_submission WHERE NOT is_single)
    ) AS h
    JOIN (VALUES (0, TRUE, TRUE, TRUE), (1, FALSE, TRUE, FALSE), (2, FALSE, FALSE, TRUE))
        AS w (basis_group, single_pass, submitted, accepted)
        ON w.single_pass = h.single_pass AND (w.submitted AND h.submitted OR w.accepted AND h.accepted)
),
-- Each fact with the one before it. A running total that becomes not applicable keeps the value that it had.
facts_with_previous AS MATERIALIZED (
    SELECT *, lag(na) OVER cell AS previous_na, lead(seq) OVER cell AS until_seq,
           CASE measure WHEN 'running' THEN (max(ARRAY[seq, value]) FILTER (
               WHERE measure = 'running' AND value IS NOT NULL
           ) OVER (cell ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))[2]
           ELSE lag(value) OVER cell END AS previous_value,
           lag(base) OVER cell AS previous_base
    FROM ordered_facts
    WINDOW cell AS (PARTITION BY participant_id, target_id, basis_group ORDER BY seq)
),
-- Targets that count the units which reach them: 1 while the known value meets the share that is owed, else 0.
units_reached AS (
    SELECT k.holder_id, k.area, k.target_id, k.on_submitted, k.on_accepted, c.from_seq, c.until_seq,
           (m.base <> 0 AND CASE t.direction
               WHEN 'at_most' THEN k.known_value * m.factor <= v.own * m.base
               WHEN 'exactly' THEN k.known_value * m.factor = v.own * m.base
               WHEN 'range' THEN k.known_value * m.factor >= v.own * m.base
                                 AND (t.value2 IS NULL OR k.known_value * m.factor <= t.value2 * m.base)
               ELSE k.known_value * m.factor >= v.own * m.base END)::int AS value
    FROM (
        SELECT participant_id, holder_id, area, target_id, seq, on_submitted, on_accepted, base,
               CASE measure WHEN 'increment' THEN sum(value) OVER cell ELSE value END AS known_value,
               lead(seq) OVER cell AS until_seq
        FROM ordered_facts WHERE counts_units AND (value IS NOT NULL OR measure NOT IN ('increment', 'running'))
        WINDOW cell AS (PARTITION BY participant_id, target_id, basis_group ORDER BY seq)
    ) AS k
    JOIN target_rule t ON t.target_id = k.target_id
    JOIN share_version v ON v.participant_id = k.participant_id AND v.target_id = k.target_id AND v.own IS NOT NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(k.base, 1) AS base, CASE WHEN k.base IS NULL THEN 1 ELSE t.factor END AS factor
    ) AS m
    CROSS JOIN LATERAL (
        SELECT greatest(k.seq, CASE v.from_seq WHEN 1 THEN 0 ELSE v.from_seq END) AS from_seq,
               least(k.until_seq, v.until_seq) AS until_seq
    ) AS c
    WHERE k.known_value IS NOT NULL AND (c.until_seq IS NULL OR c.from_seq < c.until_seq)
),
-- Every change of a sum or of a count, at the period in which it happens.
change AS (
    SELECT holder_id, area, target_id, seq, TRUE AS submitted, accepted,
           coalesce(value, 0) - replaced_value AS value, coalesce(base, 0) - replaced_base AS base,
           value_count - replaced_value_count AS value_count, base_count - replaced_base_count AS base_count,
           responded, responded - absent AS reported, absent, reported_at
    FROM single_submission_sums
    UNION ALL
    SELECT holder_id, area, target_id, 0, TRUE, TRUE, sum(baseline), sum(baseline_base),
           count(baseline)::int, count(baseline_base)::int, 0, 0, 0, NULL
    FROM single_submission_baseline GROUP BY holder_id, area, target_id
    UNION ALL
    -- Not applicable removes a level, a ratio or a milestone, and keeps the value of an increment or a running total.
    SELECT holder_id, area, target_id, seq, on_submitted, on_accepted,
           CASE WHEN affects_sum THEN coalesce(value, 0) - coalesce(previous_value, 0) END,
           CASE WHEN affects_sum THEN coalesce(base, 0) - coalesce(previous_base, 0) END,
           affects_sum::int * ((value IS NOT NULL)::int - (previous_value IS NOT NULL)::int),
           affects_sum::int * ((base IS NOT NULL)::int - (previous_base IS NOT NULL)::int),
           (na IS NOT NULL AND previous_na IS NULL)::int, coalesce(NOT na, FALSE)::int,
           coalesce(na, FALSE)::int - coalesce(previous_na, FALSE)::int, reported_at
    FROM (
        SELECT holder_id, area, target_id, seq, on_submitted, on_accepted, value, base, previous_base, na, previous_na,
               reported_at,
               CASE measure WHEN 'increment' THEN NULL ELSE previous_value END AS previous_value,
               NOT counts_units AND (value IS NOT NULL OR measure NOT IN ('increment', 'running')) AS affects_sum
        FROM facts_with_previous
    ) AS boundary
    UNION ALL
    SELECT holder_id, area, target_id, boundary_seq, on_submitted, on_accepted, sign * value, NULL, sign, 0,
           0, 0, 0, NULL
    FROM units_reached CROSS JOIN LATERAL (VALUES (from_seq, 1), (until_seq, -1)) AS boundary (boundary_seq, sign)
    WHERE boundary_seq IS NOT NULL
    UNION ALL
    -- Units that owe nothing any more: their values stay in the sums, and they leave the counts.
    SELECT r.holder_id, r.area, r.target_id, boundary_seq, on_submitted, on_accepted, NULL, NULL, 0, 0,
           -sign, -(sign = 1 AND NOT na AND boundary_seq = r.seq)::int, -sign * na::int, NULL
    FROM facts_with_previous r
    JOIN share_version i ON i.participant_id = r.participant_id AND i.target_id = r.target_id AND i.own IS NULL
        AND r.na IS NOT NULL
        AND NOT coalesce(greatest(r.seq, i.from_seq) >= least(r.until_seq, i.until_seq), FALSE)
    CROSS JOIN LATERAL (VALUES
        (greatest(r.seq, i.from_seq), 1), (least(r.until_seq, i.until_seq), -1)
    ) AS boundary (boundary_seq, sign)
    WHERE boundary_seq IS NOT NULL
),
-- Changes summed by output period. Who reported in a period is counted in that period only.
period_change AS (
    SELECT holder_id, area, target_id, output_seq AS seq,
           sum(value) FILTER (WHERE submitted) AS submitted, sum(base) FILTER (WHERE submitted) AS submitted_base,
           sum(value_count) FILTER (WHERE submitted)::int AS value_count,
           sum(base_count) FILTER (WHERE submitted)::int AS base_count,
           sum(value) FILTER (WHERE accepted) AS accepted, sum(base) FILTER (WHERE accepted) AS accepted_base,
           sum(value_count) FILTER (WHERE accepted)::int AS accepted_value_count,
           sum(base_count) FILTER (WHERE accepted)::int AS accepted_base_count,
           NULL::int AS owing, sum(responded) FILTER (WHERE submitted)::int AS responded,
           sum(reported) FILTER (WHERE submitted AND step.seq = output_seq)::int AS reported,
           sum(absent) FILTER (WHERE submitted)::int AS absent,
           sum(responded) FILTER (WHERE accepted)::int AS accepted_responded,
           sum(reported) FILTER (WHERE accepted AND step.seq = output_seq)::int AS accepted_reported,
           sum(absent) FILTER (WHERE accepted)::int AS accepted_absent,
           max(reported_at) FILTER (WHERE submitted AND step.seq = output_seq) AS reported_at
    FROM change JOIN step ON step.seq = change.seq
    GROUP BY holder_id, area, target_id, output_seq
    UNION ALL
    SELECT holder_id, area, target_id, output_seq, {null_sums}, sum(owing)::int, {null_counts}
    FROM (
        SELECT holder_id, area, target_id, from_seq AS seq, count(own)::int AS owing
        FROM share GROUP BY holder_id, area, target_id, from_seq
        UNION ALL
        SELECT holder_id, area, target_id, from_seq, -1 FROM share_version WHERE previous_own IS NOT NULL
        UNION ALL
        SELECT holder_id, area, target_id, 0, 0 FROM share_version WHERE first AND from_seq > 1
    ) AS owed
    JOIN step ON step.seq = owed.seq
    GROUP BY holder_id, area, target_id, output_seq
),
-- Counts of areas and of bodies in columns of their own, and a row for every period, so that running sums have no gaps.
dense_change AS (
    SELECT holder_id, target_id, seq,
           sum(submitted) AS submitted, sum(submitted_base) AS submitted_base,
           sum(value_count)::int AS value_count, sum(base_count)::int AS base_count,
           sum(accepted) AS accepted, sum(accepted_base) AS accepted_base,
           sum(accepted_value_count)::int AS accepted_value_count,
           sum(accepted_base_count)::int AS accepted_base_count,
           {counts_by_kind},
           max(reported_at) AS reported_at
    FROM (
        SELECT * FROM period_change
        UNION ALL
        SELECT pair.holder_id, TRUE, pair.target_id, step.seq, {null_sums}, NULL, {null_counts}
        FROM (SELECT DISTINCT holder_id, target_id FROM period_change) AS pair
        JOIN stale_holder s ON s.holder_id = pair.holder_id
        JOIN step ON step.seq = step.output_seq AND step.seq >= s.from_seq
    ) AS period_change
    GROUP BY holder_id, target_id, seq
),
own_sums AS (
    SELECT g.holder_id AS participant_id, g.seq, g.target_id,
           CASE WHEN sum(value_count) OVER past > 0 THEN sum(submitted) OVER past END AS submitted,
           CASE WHEN sum(base_count) OVER past > 0 THEN sum(submitted_base) OVER past END AS submitted_base,
           CASE WHEN sum(accepted_value_count) OVER past > 0 THEN sum(accepted) OVER past END AS accepted,
           CASE WHEN sum(accepted_base_count) OVER past > 0 THEN sum(accepted_base) OVER past END AS accepted_base,
           {running_counts},
           reported_at
    FROM dense_change g
    JOIN step ON step.seq = g.seq
    JOIN target_rule t ON t.target_id = g.target_id
    CROSS JOIN LATERAL (SELECT (g.seq > 0 AND step.month %% t.months_apart = 0)::int AS due) AS d
    WINDOW past AS (PARTITION BY g.holder_id, g.target_id ORDER BY g.seq ROWS UNBOUNDED PRECEDING)
    UNION ALL
    SELECT holder_id, 0, target_id, {start_columns}, NULL FROM start_count
),
