-- The tables that one plan's facts and stored totals are copied into (DuckDB, a file of its own for each check).
-- Numbers are whole millionths in 128 bits: exact, and 641,815 figures of 10^14 fill 10^26 of 10^38.
CREATE TABLE participant (id BIGINT, parent_id BIGINT, area BOOLEAN, keeps_totals BOOLEAN);
CREATE TABLE target (
    id BIGINT, measure VARCHAR, direction VARCHAR, rollup VARCHAR, upper_value HUGEINT, factor INTEGER
);
CREATE TABLE due (target_id BIGINT, seq INTEGER);
CREATE TABLE step (seq INTEGER);
CREATE TABLE share_version (
    participant_id BIGINT, target_id BIGINT, from_seq INTEGER,
    amount HUGEINT, own HUGEINT, baseline HUGEINT, baseline_base HUGEINT
);
CREATE TABLE counted_snapshot (participant_id BIGINT, seq INTEGER, basis INTEGER, snapshot_id BIGINT, first_at BIGINT);
CREATE TABLE snapshot_figure (snapshot_id BIGINT, target_id BIGINT, value HUGEINT, base HUGEINT, na BOOLEAN);
CREATE TABLE stale_mark (participant_id BIGINT);
CREATE TABLE batch_target (target_id BIGINT);

-- Compare v with the product a * b: -1, 0 or 1. The product of two figures has forty digits and 128 bits hold 38, so it
-- is computed in two halves, each below 10^31.
CREATE MACRO remainder(a, n) AS ((a % n) + n) % n;
CREATE MACRO quotient(a, n) AS (a - remainder(a, n)) // n;
CREATE MACRO low_half(a, b) AS remainder(remainder(a, 10000000000::HUGEINT) * b, 10000000000::HUGEINT);
CREATE MACRO high_half(a, b) AS
    quotient(a, 10000000000::HUGEINT) * b
    + quotient(remainder(a, 10000000000::HUGEINT) * b, 10000000000::HUGEINT);
CREATE MACRO compare_with_product(v, a, b) AS CASE
    WHEN quotient(v, 10000000000::HUGEINT) < high_half(a, b) THEN -1
    WHEN quotient(v, 10000000000::HUGEINT) > high_half(a, b) THEN 1
    WHEN remainder(v, 10000000000::HUGEINT) < low_half(a, b) THEN -1
    WHEN remainder(v, 10000000000::HUGEINT) > low_half(a, b) THEN 1
    ELSE 0 END;
-- Whether a known value reaches the share owed; a ratio is compared without dividing. One is a million millionths.
CREATE MACRO reaches(direction, v, owed, upper_value, base) AS CASE direction
    WHEN 'at_most' THEN compare_with_product(v, owed, base) <= 0
    WHEN 'exactly' THEN compare_with_product(v, owed, base) = 0
    WHEN 'range' THEN compare_with_product(v, owed, base) >= 0
        AND (upper_value IS NULL OR compare_with_product(v, upper_value, base) <= 0)
    ELSE compare_with_product(v, owed, base) >= 0 END;
