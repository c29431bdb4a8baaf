using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Sharding;

/// <summary>How values of a type are hashed in a row filter, which may call what is built in and immutable only, and on columns of built-in types only.</summary>
internal sealed class ShardHashes(NpgsqlDataSource database)
{
    // The extended function of the default operator class, where it can be called with the type as it is: those of some are another type's, or internal. Of the types below, equal values have equal binary forms. An array's or
    // range's function fails where its elements have none, and a filter that fails stops the slot: those are not asked for.
    private const string Query =
        """
        SELECT t.oid, pg_catalog.format_type(t.oid, NULL), h.name,
               CASE WHEN t.typname IN ('bool', 'date', 'timestamptz', 'bit', 'varbit', 'money') THEN s.proname::text END, t.typname = 'bytea'
        FROM pg_catalog.pg_type t
        LEFT JOIN pg_catalog.pg_proc s ON s.oid = t.typsend AND s.provolatile = 'i' AND s.oid < 16384
        LEFT JOIN LATERAL (
            SELECT f.proname::text AS name
            FROM pg_catalog.pg_opclass c
            JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod AND m.amname = 'hash'
            JOIN pg_catalog.pg_amproc p ON p.amprocfamily = c.opcfamily AND p.amproclefttype = c.opcintype AND p.amprocrighttype = c.opcintype AND p.amprocnum = 2
            JOIN pg_catalog.pg_proc f ON f.oid = p.amproc
            WHERE c.opcdefault AND f.oid < 16384 AND f.provolatile = 'i' AND t.typtype = 'b' AND (t.typelem = 0 OR t.typlen > 0) AND f.proargtypes[0] = c.opcintype
                AND (c.opcintype = t.oid OR EXISTS (
                    SELECT FROM pg_catalog.pg_cast k WHERE k.castsource = t.oid AND k.casttarget = c.opcintype AND k.castmethod = 'b' AND k.castcontext = 'i'))
            ORDER BY c.opcintype = t.oid DESC, c.opcintype LIMIT 1) AS h ON true
        WHERE t.oid = ANY ($1)
        """;

    /// <summary>The hash of each type; none in it where there is none.</summary>
    public async Task<IReadOnlyDictionary<uint, ShardHash>> ReadAsync(uint[] types, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = types, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        Dictionary<uint, ShardHash> hashes = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            hashes[reader.GetFieldValue<uint>(0)] = new ShardHash(reader.GetString(1), Form(reader));
        }

        return hashes;
    }

    private static string? Form(NpgsqlDataReader reader) => reader switch
    {
        _ when reader.GetFieldValue<uint>(0) >= ShardHash.FirstUserDefined => null,
        _ when !reader.IsDBNull(2) => $"pg_catalog.{reader.GetString(2)}({{0}}, {{1}})",
        _ when reader.GetBoolean(4) => "pg_catalog.hashtextextended(pg_catalog.encode({0}, 'hex'), {1})",
        _ when !reader.IsDBNull(3) => $"pg_catalog.hashtextextended(pg_catalog.encode(pg_catalog.{reader.GetString(3)}({{0}}), 'hex'), {{1}})",
        _ => null,
    };
}
