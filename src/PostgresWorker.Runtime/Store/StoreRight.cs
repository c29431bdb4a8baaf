namespace PostgresWorker.Store;

/// <summary>A privilege that the worker's role needs.</summary>
/// <param name="On">The table's name; empty for the schema.</param>
/// <param name="Privilege">SELECT, INSERT and so on.</param>
internal sealed record StoreRight(string On, string Privilege);
