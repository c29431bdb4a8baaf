using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Outbox;

/// <summary>What writes to the outbox: the triggers of one table, for the listeners that order by one column.</summary>
/// <param name="Id">Its number, which its changes carry.</param>
/// <param name="Table">The table.</param>
/// <param name="Order">What orders its changes.</param>
/// <param name="Layout">The table's columns.</param>
internal sealed record CaptureLayout(int Id, TableName Table, ChangeOrder Order, TableLayout Layout);
