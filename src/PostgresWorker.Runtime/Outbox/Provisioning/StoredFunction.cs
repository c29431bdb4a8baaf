using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A function of an outbox.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">The types of its arguments.</param>
/// <param name="Returns">The type that it returns.</param>
/// <param name="IsDefiner">Whether it runs with its owner's rights.</param>
/// <param name="Settings">What it sets while it runs.</param>
/// <param name="Body">Its text, by which it is recognised.</param>
internal sealed record StoredFunction(string Name, string Arguments, string Returns, bool IsDefiner, IReadOnlyList<FunctionSetting> Settings, string Body)
{
    /// <summary>
    /// Makes it or makes it anew. Nobody needs a right to have a trigger fire that runs it; who could name it in a trigger of their own could forge changes.
    /// </summary>
    public string ToSql() =>
        $"""
        CREATE OR REPLACE FUNCTION {OutboxNames.ToSql(Name)}({Arguments}) RETURNS {Returns}
            LANGUAGE plpgsql SECURITY {(IsDefiner ? "DEFINER" : "INVOKER")}
            {string.Join("\n    ", Settings.Select(setting => $"SET {Sql.Identifier(setting.Name)} = {Sql.Literal(setting.Value)}"))}
            AS $capture${Body}$capture$;
        REVOKE ALL ON FUNCTION {OutboxNames.ToSql(Name)}({Arguments}) FROM PUBLIC
        """;

    /// <summary>Whether the server has it as it is to be.</summary>
    public bool IsSame(ExistingFunction there) =>
        there.Body == Body && there.IsDefiner == IsDefiner && !there.IsPublic &&
        there.Settings.Order(StringComparer.Ordinal).SequenceEqual(Settings.Select(setting => $"{setting.Name}={(setting.Value.Length == 0 ? "\"\"" : setting.Value)}").Order(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
}
