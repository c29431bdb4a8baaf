namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Types that belong together, and the values that are read of them.</summary>
public interface ITypeFamily
{
    /// <summary>SQL that makes types of one's own; null for none.</summary>
    static virtual string? Schema => null;

    /// <summary>The values and what becomes of them.</summary>
    static abstract IEnumerable<TypeCase> Cases { get; }
}
