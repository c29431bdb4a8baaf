namespace PostgresWorker.Generated;

/// <summary>The kinds of change that a listener wants.</summary>
[Flags]
public enum ChangeKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="Inserted{T}"/></summary>
    Inserted = 1,

    /// <summary><see cref="Updated{T}"/></summary>
    Updated = 2,

    /// <summary><see cref="Deleted{T}"/></summary>
    Deleted = 4,

    /// <summary><see cref="PostgresWorker.Truncated"/></summary>
    Truncated = 8,

    /// <summary><see cref="Existing{T}"/></summary>
    Existing = 16,

    /// <summary><see cref="LogicalMessage"/>, which no table has.</summary>
    Message = 32,

    /// <summary>What <see cref="Change{T}"/> takes.</summary>
    Rows = Inserted | Updated | Deleted | Existing,
}
