using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// The trigger function of a consumer, which writes a change into its outbox. It names no column of any table: what it is to know stands in the trigger's arguments, which are the capture's
/// id, the kind to write, and the columns of the key.
/// </summary>
/// <param name="names">The consumer's names.</param>
/// <param name="encoding">The database's encoding.</param>
/// <param name="wakesUp">Whether it ends with NOTIFY.</param>
internal sealed class CaptureFunction(OutboxNames names, string encoding, bool wakesUp)
{
    /// <summary>How many bytes old and new row may have together: what is sent of one row must fit into a message of 1 GB, in UTF-8, which may be twice as long.</summary>
    private const string MaxLength = "500000000";

    /// <summary>
    /// All settings on which the text of a value depends: search_path and quote_all_identifiers are those of regclass and its sisters, lc_monetary is that of money. They are given back when the function returns.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Settings { get; } =
    [
        ("search_path", "pg_catalog, pg_temp"),
        ("DateStyle", "ISO"),
        ("IntervalStyle", "postgres"),
        ("TimeZone", "UTC"),
        ("bytea_output", "hex"),
        ("extra_float_digits", "1"),
        ("lc_monetary", "C"),
        ("quote_all_identifiers", "off"),
    ];

    /// <summary>Its text between the quotes, by which it is recognised.</summary>
    public string Body { get; } = WriteBody(names, encoding, wakesUp);

    /// <summary>
    /// Makes it or makes it anew. Only triggers may run it, for which nobody needs a right; who could name it in a trigger of their own could forge changes.
    /// </summary>
    public string ToSql() =>
        $"""
        CREATE OR REPLACE FUNCTION {OutboxNames.ToSql(names.Function)}() RETURNS trigger
            LANGUAGE plpgsql SECURITY DEFINER
            {string.Join("\n    ", Settings.Select(setting => $"SET {Sql.Identifier(setting.Name)} = {(setting.Name == "search_path" ? setting.Value : Sql.Literal(setting.Value))}"))}
            AS $capture${Body}$capture$;
        REVOKE ALL ON FUNCTION {OutboxNames.ToSql(names.Function)}() FROM PUBLIC
        """;

    // Each expression that is evaluated costs every write: the common case, one key column, takes as few as can be.
    private static string WriteBody(OutboxNames names, string encoding, bool wakesUp) =>
        $$"""

        #variable_conflict use_variable
        DECLARE
            before json;
            after json;
            new_key text;
            old_key text;
            failure text;
        BEGIN
            -- Pure computing: a block that can fail takes no transaction id.
            BEGIN
                CASE TG_ARGV[1]
                    WHEN 'I' THEN
                        after := row_to_json(NEW);
                        new_key := {{KeyOf("after")}};
                    WHEN 'U' THEN
                        before := row_to_json(OLD);
                        after := row_to_json(NEW);
                        new_key := {{KeyOf("after")}};
                        old_key := {{KeyOf("before")}};
                    WHEN 'D' THEN
                        before := row_to_json(OLD);
                        new_key := {{KeyOf("before")}};
                    ELSE
                        new_key := '';
                END CASE;
                IF TG_NARGS > 3 OR coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0) > {{MaxLength}} THEN
                    IF coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0) > {{MaxLength}} THEN
                        RAISE program_limit_exceeded;
                    END IF;
                    new_key := {{SeveralOf("coalesce(after, before)")}};
                    IF TG_ARGV[1] = 'U' THEN
                        old_key := {{SeveralOf("before")}};
                    END IF;
                END IF;{{(IsReadable(encoding) ? "" : CheckRows)}}
            EXCEPTION WHEN OTHERS THEN
                DECLARE
                    part text;
                    new_parts text[] := '{}';
                    old_parts text[] := '{}';
                BEGIN
                    -- SQLERRM may have values of the row in it.
                    failure := SQLSTATE || CASE
                        WHEN SQLSTATE IN ('22021', '22P05') THEN ': a value has bytes that are no UTF-8'
                        WHEN SQLSTATE IN ('54000', '53200', 'XX000') THEN ': the row is too large to be written as JSON'
                        ELSE ': a value can''t be written as JSON' END;
                    before := NULL;
                    after := NULL;
                    old_key := NULL;
                    FOR i IN 2 .. TG_NARGS - 1 LOOP
                        IF TG_ARGV[1] <> 'D' THEN
                            {{PartOf("NEW", encoding)}}
                            new_parts := array_append(new_parts, part);
                        END IF;
                        IF TG_ARGV[1] <> 'I' THEN
                            {{PartOf("OLD", encoding)}}
                            old_parts := array_append(old_parts, part);
                        END IF;
                    END LOOP;
                    new_key := {{KeyOfParts("CASE TG_ARGV[1] WHEN 'D' THEN old_parts ELSE new_parts END")}};
                    IF TG_ARGV[1] = 'U' THEN
                        old_key := {{KeyOfParts("old_parts")}};
                    END IF;
                END;
            END;
            -- The id is drawn under the row's lock, so that the ids of one row are in the order of commit; and in the statement that has locked the outbox, by which readers see that there may be a
            -- change with it.
            INSERT INTO {{OutboxNames.ToSql(names.Table)}}
                (id, segment, capture, kind, lane, old_lane, key, old_key, transaction_id, written_at, old_row, new_row, problem)
            SELECT
                change.id, (change.id >> {{OutboxNames.SegmentShift}}) & {{OutboxNames.Partitions - 1}}, TG_ARGV[0]::int, TG_ARGV[1]::"char",
                {{LaneOf("new_key")}}, CASE WHEN old_key <> new_key COLLATE "C" THEN {{LaneOf("old_key")}} END,
                new_key, CASE WHEN old_key <> new_key COLLATE "C" THEN old_key END,
                pg_current_xact_id(), clock_timestamp(), before, after, failure
            FROM (SELECT nextval('{{StoreSchema.Name}}.{{names.Sequence}}'::regclass) AS id OFFSET 0) AS change;{{(wakesUp ? $"\n    PERFORM pg_notify('{names.Channel}', '');" : "")}}
            RETURN NULL;
        END

        """;

    /// <summary>Whether every text that the database can hold can be sent as UTF-8.</summary>
    private static bool IsReadable(string encoding) => encoding is "UTF8" or "LATIN1";

    private const string CheckRows =
        """

                -- What can't be sent as UTF-8 would make the worker's query fail, for this change and all that it asks for with it.
                PERFORM convert_to(before::text, 'UTF8'), convert_to(after::text, 'UTF8');
        """;

    private static string KeyOf(string row) => $"CASE TG_NARGS WHEN 2 THEN '' ELSE coalesce({row} ->> TG_ARGV[2], '[null]') END";

    private static string SeveralOf(string row) => $"array_to_json(ARRAY(SELECT {row} ->> k.name FROM unnest(TG_ARGV[2:]) WITH ORDINALITY AS k (name, n) ORDER BY k.n))::text";

    private static string KeyOfParts(string parts) => $"CASE TG_NARGS WHEN 2 THEN '' WHEN 3 THEN coalesce(({parts})[1], '[null]') ELSE array_to_json({parts})::text END";

    /// <summary>A key's column alone, as the row's JSON would have it; one that can't be written in UTF-8 by its hash.</summary>
    private static string PartOf(string row, string encoding) =>
        $"""
        part := NULL;
                            BEGIN
                                EXECUTE format('SELECT to_json(($1).%I) #>> ''{"{}"}''', TG_ARGV[i]) INTO part USING {row};
                                {(IsReadable(encoding) ? "" : "PERFORM convert_to(part, 'UTF8');")}
                            EXCEPTION
                                WHEN character_not_in_repertoire OR untranslatable_character THEN part := encode(sha256(convert_to(part, getdatabaseencoding())), 'hex');
                                WHEN OTHERS THEN NULL;
                            END;
        """;

    private static string LaneOf(string key) => $"hashtext((TG_ARGV[0] || ' ' || {key}) COLLATE \"C\") & 255";
}
