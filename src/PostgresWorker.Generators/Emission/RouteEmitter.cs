using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes one route: what it is, and the lambda that calls the method.</summary>
internal static class RouteEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";
    public const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
    private const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";

    public static void Write(CodeWriter code, ListenerModel listener)
    {
        if (listener.Message is { } message)
        {
            MessageRouteEmitter.Write(code, listener, message);
            return;
        }

        var target = listener.Target;
        var isRow = target.Change.RowType is not null;
        var properties = Properties(listener);
        var type = Route(target);
        code.Lines($"listeners.Add(new {Seam}{type}(");
        code.Indented(() =>
        {
            code.Lines($"""
                {Texts.Literal(listener.Name)},
                {Texts.Literal(listener.Source)},
                new global::PostgresWorker.TableName({Texts.Literal(listener.Schema)}, {Texts.Literal(listener.Table)}),
                """);
            if (isRow)
            {
                code.Lines($"{Seam}ChangeKinds.{Kinds(target.Change.Kind)},");
            }

            code.Lines($"{Texts.Boolean(target.NeedsServices)},");
            if (isRow)
            {
                code.Lines($"{target.Change.ReaderType}.Instance,");
            }

            if (target.Batch is { } batch)
            {
                code.Lines($"{Texts.Number(batch.MaxSize)},\n{Texts.Number(batch.MaxWaitMilliseconds)},");
            }

            WriteInvoke(code, target, properties.Count == 0 ? "));" : ")");
        });
        WriteProperties(code, properties);
    }

    public static void WriteProperties(CodeWriter code, List<string> properties)
    {
        if (properties.Count > 0)
        {
            code.Block(properties, "});");
        }
    }

    private static string Route(TargetModel target) => target switch
    {
        { Change.RowType: { } row, Batch: not null } => $"BatchListenerRoute<{row}, {ChangeType(target.Change)}>",
        { Change.RowType: { } row } => $"RowListenerRoute<{row}>",
        { Change.Kind: ChangeKind.Payload } => "PayloadListenerRoute",
        _ => "TruncateListenerRoute",
    };

    private static string ChangeType(ChangeParameterModel change) => $"global::PostgresWorker.{change.Kind}<{change.RowType}>";

    /// <summary>What most routes leave at its default.</summary>
    public static List<string> Properties(ListenerModel listener)
    {
        List<string> properties = [];
        if (listener.Target.NeedsTransaction)
        {
            properties.Add("NeedsTransaction = true,");
        }

        if (listener.Settings.WhenChanged.Count > 0)
        {
            properties.Add($"WhenChanged = new[] {{ {string.Join(", ", listener.Settings.WhenChanged.Select(Texts.Literal))} }},");
        }

        if (listener.Settings.OrderBy is { } column)
        {
            properties.Add($"OrderBy = {Texts.Literal(column)},");
        }

        if (listener.Settings.Where is { } condition)
        {
            properties.Add($"Where = {Texts.Literal(condition)},");
        }

        properties.AddRange(PolicyEmitter.Properties(listener.Target.Policy));
        return properties;
    }

    private static string Kinds(ChangeKind kind) => kind == ChangeKind.Change ? "Rows" : kind.ToString();

    /// <summary>Writes the lambda, and <paramref name="end"/> behind it.</summary>
    public static void WriteInvoke(CodeWriter code, TargetModel target, string end)
    {
        var lambda = $"static ({Parameter(target)}, scope, cancellationToken) =>";
        switch (target.Returns)
        {
            case ReturnKind.Void:
                code.Block(lambda, () =>
                {
                    WriteCall(code, target, "", ";");
                    code.Lines("return default;");
                }, end);
                break;

            case ReturnKind.Task:
                code.Lines(lambda);
                code.Indented(() => WriteCall(code, target, "new global::System.Threading.Tasks.ValueTask(", $"){end}"));
                break;

            default:
                code.Lines(lambda);
                code.Indented(() => WriteCall(code, target, "", end));
                break;
        }
    }

    private static string Parameter(TargetModel target) => target.Batch is null ? "change" : "changes";

    private static void WriteCall(CodeWriter code, TargetModel target, string before, string after)
    {
        var arguments = target.Arguments.Select(Argument).Prepend(Change(target)).ToList();
        var list = arguments.Exists(static argument => argument.StartsWith("global::", StringComparison.Ordinal))
            ? $"(\n    {string.Join(",\n    ", arguments)})"
            : $"({string.Join(", ", arguments)})";
        if (target.IsStatic)
        {
            code.Lines($"{before}{target.Type}.{target.Method}{list}{after}");
            return;
        }

        code.Lines($"{before}{Service(target.Type)}");
        code.Indented(() => code.Lines($".{target.Method}{list}{after}"));
    }

    private static string Change(TargetModel target)
    {
        var change = target.Change;
        var argument = change.Kind switch
        {
            _ when target.Batch is not null => Parameter(target),
            ChangeKind.Change or ChangeKind.Truncated or ChangeKind.Message => Parameter(target),
            ChangeKind.Payload => "change.Payload",
            _ => $"({ChangeType(change)})change",
        };
        return !change.IsRowAnnotated ? argument : argument == Parameter(target) ? $"{argument}!" : $"({argument})!";
    }

    private static string Argument(ArgumentModel argument) => argument.Kind switch
    {
        ArgumentKind.CancellationToken => "cancellationToken",
        ArgumentKind.Context => "change.Context",
        ArgumentKind.Transaction => "(global::Npgsql.NpgsqlTransaction)scope.Transaction",
        _ when argument.Key is { } key => $"{KeyedServices}.Get{Required(argument)}KeyedService<{argument.Type}>(scope.Services, {key}){Forgiven(argument)}",
        _ => $"{Services}.Get{Required(argument)}Service<{argument.Type}>(scope.Services){Forgiven(argument)}",
    };

    private static string Service(string type) => $"{Services}.GetRequiredService<{type}>(scope.Services)";

    private static string Required(ArgumentModel argument) => argument.IsOptional ? "" : "Required";

    private static string Forgiven(ArgumentModel argument) => argument.IsNullForgiving ? "!" : "";
}
