namespace PostgresWorker.Generated;

/// <summary>A column of a <see cref="TableLayout"/>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">The column's type.</param>
/// <param name="IsInIdentity">Whether the table's replica identity has the column, so that old rows carry it.</param>
/// <param name="IsInKey">Whether the column is part of the key that orders changes: the primary key, or else the identity.</param>
public sealed record TableColumn(string Name, ColumnType Type, bool IsInIdentity, bool IsInKey);
