namespace PostgresWorker.Sharding;

/// <summary>How values of a type are hashed.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Form">The expression, with <c>{0}</c> for the value and <c>{1}</c> for the hash so far; null where a filter can't have one.</param>
internal sealed record ShardHash(string Type, string? Form)
{
    /// <summary>Types that are made by users have oids from here on (FirstNormalObjectId).</summary>
    public const uint FirstUserDefined = 16384;

    /// <summary>The hash of a column and of those before it.</summary>
    public string Of(string column, string before) =>
        $"coalesce({Form!.Replace("{0}", column, StringComparison.Ordinal).Replace("{1}", before, StringComparison.Ordinal)}, {before})";
}
