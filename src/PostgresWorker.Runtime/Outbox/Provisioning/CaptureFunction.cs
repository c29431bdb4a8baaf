using PostgresWorker.Store;
using PostgresWorker.Wal;

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
    internal const string MaxLength = "500000000";

    private static readonly FunctionSetting NoSearchPath = new("search_path", "");

    /// <summary>
    /// All settings on which the text of a value depends beside search_path, what they are pinned to, and how a session is known to have them so: quote_all_identifiers is that of regclass and its sisters, lc_monetary that of money.
    /// </summary>
    private static readonly TextSetting[] Texts =
    [
        new("DateStyle", "ISO", "LIKE 'ISO,%'"),
        new("IntervalStyle", "postgres", "= 'postgres'"),
        new("TimeZone", "UTC", "IN ('UTC', 'Etc/UTC', 'GMT')"),
        new("bytea_output", "hex", "= 'hex'"),
        new("extra_float_digits", "1", "IN ('1', '2', '3')"),
        new("lc_monetary", "C", "IN ('C', 'C.UTF-8', 'POSIX')"),
        new("quote_all_identifiers", "off", "= 'off'"),
    ];

    /// <summary>What functions set on which the text of a value depends.</summary>
    internal static IReadOnlyList<FunctionSetting> Pinned { get; } = [.. Texts.Select(setting => new FunctionSetting(setting.Name, setting.Value))];

    /// <summary>
    /// The functions. Setting what a session has already costs every write more than to ask for it: so only search_path is always set, to nothing, and the others by a function that is called where one of them is otherwise. What they set is
    /// given back when they return.
    /// </summary>
    /// <remarks>Without a search_path, functions and operators are those of pg_catalog, but a temporary type would come before one of there: types are qualified.</remarks>
    public IReadOnlyList<StoredFunction> Functions { get; } =
    [
        new(names.RowFunction, "record", "pg_catalog.json", IsDefiner: false, [NoSearchPath, .. Pinned], "\nBEGIN\n    RETURN row_to_json($1);\nEND\n"),
        new(names.Function, "", "trigger", IsDefiner: true, [NoSearchPath], WriteBody(names, encoding, wakesUp)),
    ];

    // Each expression costs every transaction that comes to it, for plpgsql prepares it anew in each, and CASE as a statement costs more than IF: the common case, a row whose key stays, takes as few as can be.
    private static string WriteBody(OutboxNames names, string encoding, bool wakesUp) =>
        $$"""

        #variable_conflict use_variable
        DECLARE
            before pg_catalog.json;
            after pg_catalog.json;
            new_key pg_catalog.text;
            old_key pg_catalog.text;
            failure pg_catalog.text;
        BEGIN
            IF current_setting('{{SkippedTransactions.Marker}}', true) = 'on' THEN
                RETURN NULL;
            END IF;
            -- Pure computing: a block that can fail takes no transaction id.
            BEGIN
                IF TG_ARGV[1] = 'I' THEN
                    after := {{JsonOf(names, "NEW")}};
                    new_key := {{KeyOf("after")}};
                ELSIF TG_ARGV[1] = 'U' THEN
                    IF {{IsPinned}} THEN
                        before := row_to_json(OLD);
                        after := row_to_json(NEW);
                    ELSE
                        before := {{OutboxNames.ToSql(names.RowFunction)}}(OLD);
                        after := {{OutboxNames.ToSql(names.RowFunction)}}(NEW);
                    END IF;
                    new_key := {{KeyOf("after")}};
                    old_key := {{KeyOf("before")}};
                ELSIF TG_ARGV[1] = 'D' THEN
                    before := {{JsonOf(names, "OLD")}};
                    new_key := {{KeyOf("before")}};
                ELSE
                    new_key := '';
                END IF;
                IF TG_NARGS > 3 OR {{Length}} > {{MaxLength}} THEN
                    IF {{Length}} > {{MaxLength}} THEN
                        RAISE program_limit_exceeded;
                    END IF;
                    new_key := {{SeveralOf("coalesce(after, before)")}};
                    IF TG_ARGV[1] = 'U' THEN
                        old_key := {{SeveralOf("before")}};
                    END IF;
                END IF;{{(IsReadable(encoding) ? "" : CheckRows)}}
            EXCEPTION WHEN OTHERS THEN
                DECLARE
                    part pg_catalog.text;
                    new_parts pg_catalog.text[] := '{}';
                    old_parts pg_catalog.text[] := '{}';
                BEGIN
                    failure := {{Failure}};
                    before := NULL;
                    after := NULL;
                    old_key := NULL;
                    FOR i IN 2 .. TG_NARGS - 1 LOOP
                        IF TG_ARGV[1] <> 'D' THEN
                            {{PartOf("NEW", "TG_ARGV[i]", encoding)}}
                            new_parts := array_append(new_parts, part);
                        END IF;
                        IF TG_ARGV[1] <> 'I' THEN
                            {{PartOf("OLD", "TG_ARGV[i]", encoding)}}
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
            IF old_key <> new_key COLLATE "C" THEN
                INSERT INTO {{OutboxNames.ToSql(names.Table)}}
                    (id, capture, kind, lane, old_lane, key, old_key, transaction_id, written_at, size, old_row, new_row, problem)
                VALUES ({{Change(names)}}, {{LaneOf("new_key")}}, {{LaneOf("old_key")}}, new_key, old_key, pg_current_xact_id(), clock_timestamp(), {{Length}}, before, after, failure);
            ELSE
                INSERT INTO {{OutboxNames.ToSql(names.Table)}}
                    (id, capture, kind, lane, key, transaction_id, written_at, size, old_row, new_row, problem)
                VALUES ({{Change(names)}}, {{LaneOf("new_key")}}, new_key, pg_current_xact_id(), clock_timestamp(), {{Length}}, before, after, failure);
            END IF;{{(wakesUp ? $"\n    PERFORM pg_notify('{names.Channel}', '');" : "")}}
            RETURN NULL;
        END

        """;

    /// <summary>What an exception says of the row: SQLERRM may have values of it.</summary>
    internal const string Failure =
        """
        SQLSTATE || CASE
                        WHEN SQLSTATE IN ('22021', '22P05') THEN ': a value has bytes that are no UTF-8'
                        WHEN SQLSTATE IN ('54000', '53200', 'XX000') THEN ': the row is too large to be written as JSON'
                        ELSE ': a value can''t be written as JSON' END
        """;

    private const string Length = "coalesce(octet_length(before::pg_catalog.text), 0) + coalesce(octet_length(after::pg_catalog.text), 0)";

    private static string Change(OutboxNames names) => $"nextval('{StoreSchema.Name}.{names.Sequence}'::pg_catalog.regclass), TG_ARGV[0]::int, TG_ARGV[1]::pg_catalog.\"char\"";

    /// <summary>Whether every text that the database can hold can be sent as UTF-8.</summary>
    internal static bool IsReadable(string encoding) => encoding is "UTF8" or "LATIN1";

    private const string CheckRows =
        """

                -- What can't be sent as UTF-8 would make the worker's query fail, for this change and all that it asks for with it.
                PERFORM convert_to(before::pg_catalog.text, 'UTF8'), convert_to(after::pg_catalog.text, 'UTF8');
        """;

    /// <summary>Whether the session has all settings as they are to be.</summary>
    private static string IsPinned { get; } = string.Join(" AND ", Texts.Select(setting => $"current_setting('{setting.Name}') {setting.IsSame}"));

    private static string JsonOf(OutboxNames names, string row) => $"CASE WHEN {IsPinned} THEN row_to_json({row}) ELSE {OutboxNames.ToSql(names.RowFunction)}({row}) END";

    private static string KeyOf(string row) => $"CASE TG_NARGS WHEN 2 THEN '' ELSE coalesce({row} ->> TG_ARGV[2], '[null]') END";

    private static string SeveralOf(string row) => $"array_to_json(ARRAY(SELECT {row} ->> k.name FROM unnest(TG_ARGV[2:]) WITH ORDINALITY AS k (name, n) ORDER BY k.n))::pg_catalog.text";

    private static string KeyOfParts(string parts) => $"CASE TG_NARGS WHEN 2 THEN '' WHEN 3 THEN coalesce(({parts})[1], '[null]') ELSE array_to_json({parts})::pg_catalog.text END";

    /// <summary>A key's column alone, as the row's JSON would have it; one that can't be written in UTF-8 by its hash.</summary>
    internal static string PartOf(string row, string column, string encoding) =>
        $"""
        part := NULL;
                            BEGIN
                                EXECUTE format('SELECT to_json(($1).%I) #>> ''{"{}"}''', {column}) INTO part USING {row};
                                {(IsReadable(encoding) ? "" : "PERFORM convert_to(part, 'UTF8');")}
                            EXCEPTION
                                WHEN character_not_in_repertoire OR untranslatable_character THEN part := encode(sha256(convert_to(part, getdatabaseencoding())), 'hex');
                                WHEN OTHERS THEN NULL;
                            END;
        """;

    private static string LaneOf(string key) => $"hashtext((TG_ARGV[0] || ' ' || {key}) COLLATE \"C\") & 255";

    private sealed record TextSetting(string Name, string Value, string IsSame);
}
