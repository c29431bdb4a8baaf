namespace PostgresWorker.Store;

/// <summary>A table of the store, and what the worker's role must be allowed to do with it.</summary>
/// <param name="Name">The table's name within the schema.</param>
/// <param name="Privileges">SELECT, INSERT and so on.</param>
internal sealed record StoreTable(string Name, params string[] Privileges)
{
    /// <summary>The table as SQL names it.</summary>
    public string ToSql() => $"\"{StoreSchema.Name}\".\"{Name}\"";

    /// <summary>Each privilege by itself.</summary>
    public IEnumerable<StoreRight> Rights => Privileges.Select(privilege => new StoreRight(Name, privilege));
}
