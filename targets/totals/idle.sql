-- Who reports nothing, and has nobody below who keeps no totals, has the keys of its shares and no number of its own.
own AS (
    SELECT DISTINCT s.participant_id, step.seq, s.target_id, {unworked}, NULL::timestamptz AS reported_at
    FROM share s JOIN step ON step.seq = step.shown
),
