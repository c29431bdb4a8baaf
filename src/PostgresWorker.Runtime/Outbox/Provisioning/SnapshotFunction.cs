using PostgresWorker.Store;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// The function that writes rows that a table has into a consumer's outbox, each as a change of kind E. As triggers do, it draws a number under the row's lock: so the row stands in the outbox before every change that it lacks, and
/// behind every change that it has. It runs with its owner's rights, so the worker needs none on the table; which tables it reads, and which of their rows, is in <c>captures</c>, where the worker may write nothing.
/// </summary>
/// <param name="names">The consumer's names.</param>
/// <param name="encoding">The database's encoding.</param>
/// <param name="wakesUp">Whether it ends with NOTIFY.</param>
internal sealed class SnapshotFunction(OutboxNames names, string encoding, bool wakesUp)
{
    /// <summary>The types by which it is found.</summary>
    public const string Types = "pg_catalog.int8, pg_catalog.int4[], pg_catalog.text[], pg_catalog.text[], pg_catalog.int4";

    /// <summary>What it raises where the table has no primary key.</summary>
    public const string NoKey = "PW001";

    /// <summary>What it raises where the key has other columns than when the snapshot began.</summary>
    public const string OtherKey = "PW002";

    // Of a chunk, unless one row is larger: all of it is one transaction, whose rows nobody can change meanwhile.
    private const string MaxBytes = "4194304";

    private const string Arguments =
        "snapshot pg_catalog.int8, captures pg_catalog.int4[], behind pg_catalog.text[], among pg_catalog.text[], size pg_catalog.int4, " +
        "OUT last_key pg_catalog.text[], OUT left_keys pg_catalog.text[], OUT written pg_catalog.int4, OUT is_last pg_catalog.bool";

    /// <summary>The function: rows behind a key (<c>behind</c>, NULL for the first), or those of some keys (<c>among</c>). Rows that somebody has locked it does not wait for: it tells their keys.</summary>
    public StoredFunction Function { get; } = new(
        names.SnapshotFunction,
        Arguments,
        "record",
        IsDefiner: true,
        [new FunctionSetting("search_path", ""), new FunctionSetting("row_security", "off"), .. CaptureFunction.Pinned],
        Body(names, encoding, wakesUp));

    // Keys go about as JSON arrays of their columns' texts, for an array of arrays has no element that is an array. A row that waits for its lock would be one that others wait for: that could end in a deadlock of theirs.
    private static string Body(OutboxNames names, string encoding, bool wakesUp) =>
        $$"""

        #variable_conflict use_variable
        DECLARE
            source pg_catalog.text;
            kind pg_catalog."char";
            condition pg_catalog.text;
            key_list pg_catalog.text;
            texts pg_catalog.text;
            casts pg_catalog.text;
            part_count pg_catalog.int4;
            within pg_catalog.text;
            keys pg_catalog.text[];
            upto pg_catalog.text[];
            seen pg_catalog.text[] := '{}';
            bytes pg_catalog.int8 := 0;
            locked pg_catalog.record;
            name pg_catalog.text;
            part pg_catalog.text;
            content pg_catalog.json;
            key_parts pg_catalog.json;
            failure pg_catalog.text;
        BEGIN
            written := 0;
            is_last := false;
            SELECT format('%I.%I', c.table_schema, c.table_name), c.row_condition INTO source, condition
            FROM {{OutboxNames.ToSql("captures")}} c WHERE c.id = ANY (captures) AND c.consumer = '{{names.Consumer}}' LIMIT 1;
            SELECT c.relkind INTO kind FROM pg_class c WHERE c.oid = to_regclass(source) AND c.relkind IN ('r', 'p');
            IF kind IS NULL THEN
                RAISE undefined_table USING MESSAGE = format('%s does not exist, or is no table', source);
            END IF;
            SELECT string_agg(format('new.%I', a.attname), ', ' ORDER BY k.place), string_agg(format('format(''%%s'', new.%I)', a.attname), ', ' ORDER BY k.place),
                string_agg(format('(@)[%s]::%s', k.place, format_type(a.atttypid, NULL)), ', ' ORDER BY k.place), count(*)
            INTO key_list, texts, casts, part_count
            FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (attribute, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute
            WHERE i.indrelid = to_regclass(source) AND i.indisprimary AND k.place <= i.indnkeyatts;
            IF part_count = 0 THEN
                RAISE EXCEPTION USING ERRCODE = '{{NoKey}}', MESSAGE = format('%s has no primary key', source);
            END IF;
            IF part_count <> coalesce(array_length(behind, 1), json_array_length(among[1]::pg_catalog.json), part_count) THEN
                RAISE EXCEPTION USING ERRCODE = '{{OtherKey}}', MESSAGE = format('the primary key of %s has other columns', source);
            END IF;
            source := CASE kind WHEN 'p' THEN source ELSE 'ONLY ' || source END;
            condition := coalesce('(' || condition || ')', 'true');
            within := CASE
                WHEN among IS NOT NULL THEN format(
                    '(%s) IN (SELECT %s FROM (SELECT ARRAY(SELECT json_array_elements_text(a.k::pg_catalog.json)) AS parts FROM unnest($2) AS a (k)) AS k)', key_list, replace(casts, '@', 'k.parts'))
                WHEN behind IS NOT NULL THEN format('(%s) > (%s)', key_list, replace(casts, '@', '$1'))
                ELSE 'true' END;
            EXECUTE format('SELECT array_agg(s.k) FROM (SELECT json_build_array(%s)::pg_catalog.text AS k FROM %s AS new WHERE %s AND %s ORDER BY %s LIMIT $3) AS s', texts, source, condition, within, key_list)
                INTO keys USING behind, among, greatest(size, cardinality(among));
            IF keys IS NULL THEN
                is_last := among IS NULL;
                last_key := behind;
                left_keys := '{}';
                RETURN;
            END IF;
            upto := ARRAY(SELECT json_array_elements_text(keys[cardinality(keys)]::pg_catalog.json));
            FOR locked IN EXECUTE format(
                'SELECT new AS image, json_build_array(%s)::pg_catalog.text AS key FROM %s AS new WHERE %s AND %s AND (%s) <= (%s) ORDER BY %s FOR SHARE SKIP LOCKED',
                texts, source, condition, within, key_list, replace(casts, '@', '$3'), key_list) USING behind, among, upto
            LOOP
                content := NULL;
                failure := NULL;
                BEGIN
                    content := row_to_json(locked.image);
                    IF octet_length(content::pg_catalog.text) > {{CaptureFunction.MaxLength}} THEN
                        RAISE program_limit_exceeded;
                    END IF;
                    key_parts := content;{{(CaptureFunction.IsReadable(encoding) ? "" : "\n            PERFORM convert_to(content::pg_catalog.text, 'UTF8');")}}
                EXCEPTION WHEN OTHERS THEN
                    failure := {{CaptureFunction.Failure}};
                    content := NULL;
                    key_parts := '{}';
                    FOR name IN SELECT DISTINCT unnest(c.key_columns) FROM {{OutboxNames.ToSql("captures")}} c WHERE c.id = ANY (captures) LOOP
                        {{CaptureFunction.PartOf("locked.image", "name", encoding)}}
                        key_parts := (key_parts::pg_catalog.jsonb || jsonb_build_object(name, part))::pg_catalog.json;
                    END LOOP;
                END;
                bytes := bytes + coalesce(octet_length(content::pg_catalog.text), 0);
                INSERT INTO {{OutboxNames.ToSql(names.Table)}} (id, capture, kind, lane, key, transaction_id, written_at, size, old_row, new_row, problem)
                SELECT nextval('{{StoreSchema.Name}}.{{names.Sequence}}'::pg_catalog.regclass), k.id, 'E', hashtext((k.id || ' ' || k.key) COLLATE "C") & 255, k.key, pg_current_xact_id(), clock_timestamp(),
                    coalesce(octet_length(content::pg_catalog.text), 0), json_build_object('snapshot', snapshot, 'key', locked.key::pg_catalog.json), content, failure
                FROM (
                    SELECT c.id, CASE cardinality(c.key_columns)
                        WHEN 0 THEN ''
                        WHEN 1 THEN coalesce(key_parts ->> c.key_columns[1], '[null]')
                        ELSE array_to_json(ARRAY(SELECT key_parts ->> n.name FROM unnest(c.key_columns) WITH ORDINALITY AS n (name, place) ORDER BY n.place))::pg_catalog.text END AS key
                    FROM {{OutboxNames.ToSql("captures")}} c WHERE c.id = ANY (captures) AND c.consumer = '{{names.Consumer}}') AS k;
                written := written + 1;
                seen := array_append(seen, locked.key);
                EXIT WHEN bytes >= {{MaxBytes}};
            END LOOP;
            -- Of what was left for its size, the next chunk takes the rest.
            IF bytes >= {{MaxBytes}} AND among IS NULL THEN
                keys := keys[1:coalesce(array_position(keys, seen[cardinality(seen)]), cardinality(keys))];
            END IF;
            left_keys := ARRAY(SELECT k.key FROM unnest(keys) AS k (key) EXCEPT SELECT k.key FROM unnest(seen) AS k (key));
            last_key := CASE WHEN among IS NULL THEN ARRAY(SELECT json_array_elements_text(keys[cardinality(keys)]::pg_catalog.json)) ELSE behind END;
            IF written > 0 THEN
                {{(wakesUp ? $"PERFORM pg_notify('{names.Channel}', '');" : "NULL;")}}
            END IF;
        END

        """;
}
