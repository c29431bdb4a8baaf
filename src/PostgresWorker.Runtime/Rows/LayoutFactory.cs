using PostgresWorker.Generated;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Rows;

/// <summary>Makes layouts from what the stream says of a table's columns and what only the catalog knows: domains, enums and the primary key.</summary>
/// <param name="types">Knows types.</param>
/// <param name="tables">Knows tables.</param>
/// <param name="hidesColumns">Whether a column that the stream lacks may be one that the publication does not list: then it has a value, and is none that came later and is NULL.</param>
internal sealed class LayoutFactory(TypeCatalog types, TableCatalog tables, bool hidesColumns = false)
{
    /// <summary>Up to where the database was written when it was asked for the types of the last layout; null where none of them is a composite, or has one as a part.</summary>
    public Lsn? Found { get; private set; }

    /// <summary>The layout that the rows behind <paramref name="relation"/> are written with.</summary>
    public async Task<TableLayout> CreateAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        var current = await tables.ColumnsAsync(relation.Oid, cancellationToken).ConfigureAwait(false);
        var primaryKey = current.Where(column => column.IsInPrimaryKey).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);

        // The catalog is of now, the stream of then: a key whose columns are not all in the stream is another one. And with REPLICA
        // IDENTITY USING INDEX old rows carry that index's columns instead: what orders must be what every change carries.
        var isPrimaryKeySent = primaryKey.Count > 0 && primaryKey.All(name => relation.Columns.Any(column =>
            column.Name == name && (column.IsInIdentity || relation.Identity == ReplicaIdentity.Nothing)));
        var described = await types.DescribeAsync(Array.ConvertAll(relation.Columns, column => column.TypeOid), cancellationToken).ConfigureAwait(false);
        Found = described.Values.Any(ExactFields.Concern) ? types.Found : null;
        return new TableLayout(
            new TableName(relation.Namespace, relation.Name),
            [.. relation.Columns.Select(column => new TableColumn(
                column.Name,
                described[column.TypeOid],
                column.IsInIdentity,
                isPrimaryKeySent ? primaryKey.Contains(column.Name) : column.IsInIdentity && relation.Identity != ReplicaIdentity.Full))],
            hidesColumns ? [] : [.. current.Select(column => column.Name).Except(relation.Columns.Select(column => column.Name), StringComparer.Ordinal)]);
    }

    /// <summary>The layout of a table as it is now.</summary>
    public async Task<TableLayout> CreateAsync(TableDescription table, IReadOnlyList<ColumnDescription> columns, CancellationToken cancellationToken)
    {
        var described = await types.DescribeAsync(Array.ConvertAll([.. columns], column => column.TypeOid), cancellationToken).ConfigureAwait(false);
        return new TableLayout(
            table.Name,
            [.. columns.Select(column => new TableColumn(column.Name, described[column.TypeOid], column.IsInIdentity, column.IsInPrimaryKey))]);
    }
}
