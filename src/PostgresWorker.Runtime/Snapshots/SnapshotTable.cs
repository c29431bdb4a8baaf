using PostgresWorker.Generated;

namespace PostgresWorker.Snapshots;

/// <summary>A table as a chunk is read from it.</summary>
/// <param name="Layout">The layout of its rows, as the stream would tell it now.</param>
/// <param name="Columns">The columns, in that order.</param>
/// <param name="IsPartitioned">Whether its rows are in partitions; otherwise those of tables that inherit from it are theirs.</param>
internal sealed record SnapshotTable(TableLayout Layout, IReadOnlyList<SnapshotColumn> Columns, bool IsPartitioned)
{
    public TableName Name => Layout.Table;

    /// <summary>The columns of the primary key, in its order.</summary>
    public IReadOnlyList<SnapshotColumn> Key { get; } = [.. Columns.Where(column => column.KeyPlace > 0).OrderBy(column => column.KeyPlace)];
}

/// <summary>A column of such a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeOid">Its type.</param>
/// <param name="Type">The type as SQL names it.</param>
/// <param name="HasBinary">Whether the type has a binary form.</param>
/// <param name="IsInIdentity">Whether the replica identity has it.</param>
/// <param name="KeyPlace">Its place in the primary key, from 1; 0 where it is not in it.</param>
internal sealed record SnapshotColumn(string Name, uint TypeOid, string Type, bool HasBinary, bool IsInIdentity, int KeyPlace);
