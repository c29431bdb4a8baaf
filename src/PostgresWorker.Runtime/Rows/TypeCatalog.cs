using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;

namespace PostgresWorker.Rows;

/// <summary>What the database says of types, domains resolved to the type at their bottom. Asked once for each type.</summary>
internal sealed class TypeCatalog(NpgsqlDataSource database)
{
    private const string Query =
        """
        WITH RECURSIVE base AS (
            SELECT oid AS declared, oid, typtype, typbasetype, typname FROM pg_catalog.pg_type WHERE oid = ANY ($1)
            UNION ALL
            SELECT b.declared, t.oid, t.typtype, t.typbasetype, t.typname
            FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd')
        SELECT declared, pg_catalog.format_type(declared, NULL), oid, typtype, typname::text FROM base WHERE typtype <> 'd'
        """;

    private readonly Dictionary<uint, ColumnType> _types = [];

    /// <summary>The types of <paramref name="oids"/>; one that has been dropped since is of a kind that nothing reads.</summary>
    public async ValueTask<IReadOnlyDictionary<uint, ColumnType>> DescribeAsync(IEnumerable<uint> oids, CancellationToken cancellationToken)
    {
        var wanted = oids.Distinct().ToArray();
        var unknown = wanted.Where(oid => !_types.ContainsKey(oid)).ToArray();
        if (unknown.Length > 0)
        {
            await LoadAsync(unknown, cancellationToken).ConfigureAwait(false);
        }

        return wanted.ToDictionary(oid => oid, oid => _types.TryGetValue(oid, out var type) ? type : Dropped(oid));
    }

    private static ColumnType Dropped(uint oid) => new(string.Create(CultureInfo.InvariantCulture, $"dropped type {oid}"), oid, '?', "");

    private async Task LoadAsync(uint[] oids, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<uint[]> { TypedValue = oids, NpgsqlDbType = NpgsqlDbType.Oid | NpgsqlDbType.Array });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            _types[reader.GetFieldValue<uint>(0)] = new ColumnType(
                reader.GetString(1),
                reader.GetFieldValue<uint>(2),
                reader.GetChar(3),
                reader.GetString(4));
        }
    }
}
