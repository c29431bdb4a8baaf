using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes one route: what it is, and the lambda that calls the method.</summary>
internal static class RouteEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
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
        var type = target.Change.Kind switch
        {
            ChangeKind.Truncated => "TruncateListenerRoute",
            ChangeKind.Payload => "PayloadListenerRoute",
            _ => $"RowListenerRoute<{target.Change.RowType}>",
        };
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

            WriteInvoke(code, target);
        });
    }

    private static string Kinds(ChangeKind kind) => kind == ChangeKind.Change ? "Rows" : kind.ToString();

    public static void WriteInvoke(CodeWriter code, TargetModel target)
    {
        const string Lambda = "static (change, services, cancellationToken) =>";
        switch (target.Returns)
        {
            case ReturnKind.Void:
                code.Block(Lambda, () =>
                {
                    WriteCall(code, target, "", ";");
                    code.Lines("return default;");
                }, "));");
                break;

            case ReturnKind.Task:
                code.Lines(Lambda);
                code.Indented(() => WriteCall(code, target, "new global::System.Threading.Tasks.ValueTask(", ")));"));
                break;

            default:
                code.Lines(Lambda);
                code.Indented(() => WriteCall(code, target, "", "));"));
                break;
        }
    }

    private static void WriteCall(CodeWriter code, TargetModel target, string before, string after)
    {
        var arguments = target.Arguments.Select(Argument).Prepend(Change(target.Change)).ToList();
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

    private static string Change(ChangeParameterModel change)
    {
        var argument = change.Kind switch
        {
            ChangeKind.Change or ChangeKind.Truncated or ChangeKind.Message => "change",
            ChangeKind.Payload => "change.Payload",
            _ => $"({"global::PostgresWorker."}{change.Kind}<{change.RowType}>)change",
        };
        return !change.IsRowAnnotated ? argument : argument == "change" ? "change!" : $"({argument})!";
    }

    private static string Argument(ArgumentModel argument) => argument.Kind switch
    {
        ArgumentKind.CancellationToken => "cancellationToken",
        ArgumentKind.Context => "change.Context",
        _ when argument.Key is { } key => $"{KeyedServices}.Get{Required(argument)}KeyedService<{argument.Type}>(services, {key}){Forgiven(argument)}",
        _ => $"{Services}.Get{Required(argument)}Service<{argument.Type}>(services){Forgiven(argument)}",
    };

    private static string Service(string type) => $"{Services}.GetRequiredService<{type}>(services)";

    private static string Required(ArgumentModel argument) => argument.IsOptional ? "" : "Required";

    private static string Forgiven(ArgumentModel argument) => argument.IsNullForgiving ? "!" : "";
}
