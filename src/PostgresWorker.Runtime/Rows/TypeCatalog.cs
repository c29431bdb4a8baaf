using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;

namespace PostgresWorker.Rows;

/// <summary>What the database says of types, with all that they are made of. Asked once for each type, but for composites.</summary>
/// <remarks>
/// ALTER TYPE changes the fields of a composite, and the stream does not say so: composites, and what has them as a part, are asked for with each layout. A value whose
/// fields are not those that were bound is an error (<see cref="TupleReader"/>).
/// </remarks>
internal sealed class TypeCatalog(NpgsqlDataSource database)
{
    // int2vector and oidvector have the subscripting of arrays, and a text form of their own.
    private const string TypesQuery =
        """
        SELECT t.oid, pg_catalog.format_type(t.oid, NULL), n.nspname::text, t.typname::text,
               CASE WHEN a.is_array THEN 'a' ELSE t.typtype END,
               CASE WHEN a.is_array THEN t.typelem WHEN t.typtype = 'd' THEN t.typbasetype ELSE coalesce(r.rngsubtype, m.rngtypid, 0) END,
               CASE WHEN a.is_array THEN e.typdelim ELSE t.typdelim END
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
        LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
        LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
        LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid
        CROSS JOIN LATERAL (SELECT t.typlen = -1 AND t.typelem <> 0 AND t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
               AND t.oid NOT IN ('pg_catalog.int2vector'::pg_catalog.regtype, 'pg_catalog.oidvector'::pg_catalog.regtype) AS is_array) a
        WHERE t.oid = ANY ($1)
        """;

    // Asked first: what is found behind it was there at this position, or came later.
    private const string PositionQuery =
        "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_insert_lsn() END";

    // A field that was dropped before the oldest transaction whose catalog any slot of the database still needs was gone in whatever is decoded yet: it is as if it had never been.
    private const string FieldsQuery =
        """
        SELECT t.oid, a.attname::text, a.atttypid, a.attisdropped, a.xmin
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid
        WHERE t.oid = ANY ($1) AND t.typtype = 'c' AND a.attnum > 0
          AND NOT (a.attisdropped AND coalesce(pg_catalog.age(a.xmin) > (SELECT max(pg_catalog.age(s.catalog_xmin)) FROM pg_catalog.pg_replication_slots s WHERE s.database = pg_catalog.current_database()), false))
        ORDER BY t.oid, a.attnum
        """;

    private readonly Dictionary<uint, ColumnType> _types = [];
    private readonly Dictionary<uint, (FieldDescription[] Fields, Lsn Found)> _composites = [];

    /// <summary>Up to where the database was written when it was first found to have the last types that were asked for as they are.</summary>
    public Lsn Found { get; private set; }

    /// <summary>The types of <paramref name="oids"/>; one that has been dropped since is of a kind of which only the text is read.</summary>
    public async ValueTask<IReadOnlyDictionary<uint, ColumnType>> DescribeAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken)
    {
        Dictionary<uint, TypeDescription> described = [];
        Found = Lsn.None;
        for (var unknown = Unknown(oids, described); unknown.Count > 0; unknown = Unknown(PartsOf(described.Values), described))
        {
            var count = described.Count;
            await LoadAsync([.. unknown], described, cancellationToken).ConfigureAwait(false);
            if (described.Count == count)
            {
                break;
            }
        }

        var assembly = new TypeAssembly(described, _types);
        Dictionary<uint, ColumnType> made = [];
        foreach (var oid in oids)
        {
            var type = made[oid] = assembly.Make(oid);
            if (type.Kind != '?' && !ExactFields.Concern(type))
            {
                _types[oid] = type;
            }
        }

        return made;
    }

    private static IEnumerable<uint> PartsOf(IEnumerable<TypeDescription> types)
    {
        foreach (var type in types)
        {
            foreach (var part in type.Parts)
            {
                yield return part;
            }
        }
    }

    private HashSet<uint> Unknown(IEnumerable<uint> types, Dictionary<uint, TypeDescription> described)
    {
        HashSet<uint> unknown = [];
        foreach (var oid in types)
        {
            if (!_types.ContainsKey(oid) && !described.ContainsKey(oid))
            {
                unknown.Add(oid);
            }
        }

        return unknown;
    }

    private async Task LoadAsync(uint[] oids, Dictionary<uint, TypeDescription> described, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PositionQuery));
        foreach (var query in new[] { TypesQuery, FieldsQuery })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(query)
            {
                Parameters = { new NpgsqlParameter<uint[]> { TypedValue = oids, NpgsqlDbType = NpgsqlDbType.Oid | NpgsqlDbType.Array } },
            });
        }

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var position = new Lsn((ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(0));

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var oid = reader.GetFieldValue<uint>(0);
            described[oid] = new TypeDescription(
                oid, reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetChar(4), reader.GetFieldValue<uint>(5), reader.GetChar(6));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (described.TryGetValue(reader.GetFieldValue<uint>(0), out var composite))
            {
                composite.Fields.Add(new FieldDescription(reader.GetString(1), reader.GetFieldValue<uint>(2), reader.GetBoolean(3), reader.GetFieldValue<uint>(4)));
            }
        }

        foreach (var oid in oids)
        {
            if (described.TryGetValue(oid, out var type) && type.Kind == 'c')
            {
                var found = FoundAt(oid, type, position);
                Found = found > Found ? found : Found;
            }
        }
    }

    // A layout comes again for many reasons. Fields that were not written since they were last asked for were the same all the time.
    private Lsn FoundAt(uint oid, TypeDescription composite, Lsn position)
    {
        var fields = composite.Present.ToArray();
        if (_composites.TryGetValue(oid, out var known) && known.Fields.SequenceEqual(fields))
        {
            return known.Found;
        }

        _composites[oid] = (fields, position);
        return position;
    }
}
