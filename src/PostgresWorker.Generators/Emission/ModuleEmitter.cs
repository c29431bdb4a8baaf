using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the module and the extension that adds it.</summary>
internal static class ModuleEmitter
{
    public const string HintName = "PostgresWorkerModule.g.cs";

    public static string Emit(ModuleModel module)
    {
        var code = new CodeWriter();
        code.Lines(Texts.Header(module.Listeners.SelectMany(static listener => listener.Warnings).Distinct(StringComparer.Ordinal).OrderBy(static id => id, StringComparer.Ordinal)));
        code.Block($"namespace {module.Namespace}", () => WriteModule(code, module));
        code.Blank();
        code.Block("namespace PostgresWorker", () => WriteExtension(code, module));
        return code.ToString();
    }

    private static void WriteModule(CodeWriter code, ModuleModel module)
    {
        WriteSummary(code, module);
        code.Lines(Texts.Marks);
        code.Block("public sealed class PostgresWorkerModule : global::PostgresWorker.Generated.IListenerModule", () =>
        {
            code.Lines("/// <inheritdoc />");
            code.Block(
                "static void global::PostgresWorker.Generated.IListenerModule.Register(global::PostgresWorker.Generated.ListenerRegistry listeners)",
                () => WriteRegistrations(code, module.Listeners));
        });
    }

    private static void WriteSummary(CodeWriter code, ModuleModel module)
    {
        code.Lines("/// <summary>The listeners of this assembly, which <c>worker.AddListeners()</c> adds.</summary>");
        if (module.Listeners.Count == 0)
        {
            code.Lines("/// <remarks>There are none.</remarks>");
            return;
        }

        code.Lines("/// <remarks>\n/// <list type=\"bullet\">");
        foreach (var listener in module.Listeners)
        {
            code.Lines($"/// <item><description>{Texts.Xml(Describe(listener))}</description></item>");
        }

        code.Lines("/// </list>\n/// </remarks>");
    }

    private static string Describe(ListenerModel listener)
    {
        var kinds = listener.Target.Change.Kind switch
        {
            ChangeKind.Change => "insert, update, delete",
            ChangeKind.Inserted => "insert",
            ChangeKind.Updated => "update",
            ChangeKind.Deleted => "delete",
            ChangeKind.Existing => "existing",
            ChangeKind.Payload => "insert, update, delete, truncate",
            _ => "truncate",
        };
        return listener.Message is null
            ? $"{listener.Source}: {listener.Schema}.{listener.Table}: {kinds}{Batches(listener.Target.Batch)} -> {listener.Target.DisplayName}"
            : $"{listener.Source}: messages '{listener.Table}' -> {listener.Target.DisplayName}";
    }

    private static string Batches(BatchModel? batch) => batch is null ? "" : $" in batches of at most {Texts.Number(batch.MaxSize)}";

    private static void WriteRegistrations(CodeWriter code, EquatableArray<ListenerModel> listeners)
    {
        // A listener's class is asked for once in each scope: were it scoped, it would be kept there for nobody, in a dictionary that is made for it. One that is a filter too may be asked for twice.
        var filters = listeners.SelectMany(static listener => listener.Target.Policy.Filters).Where(static filter => filter.IsCreatable).Select(static filter => filter.Type).ToArray();
        WriteRegistrations(code, "TryAddTransient", listeners.Where(static listener => !listener.Target.IsStatic).Select(static listener => listener.Target.Type).Except(filters, StringComparer.Ordinal));
        WriteRegistrations(code, "TryAddScoped", filters);

        foreach (var listener in listeners)
        {
            RouteEmitter.Write(code, listener);
        }
    }

    private static void WriteRegistrations(CodeWriter code, string method, IEnumerable<string> types)
    {
        foreach (var type in types.Distinct(StringComparer.Ordinal).OrderBy(static type => type, StringComparer.Ordinal))
        {
            code.Lines($"global::Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.{method}<{type}>(listeners.Services);");
        }
    }

    private static void WriteExtension(CodeWriter code, ModuleModel module)
    {
        code.Lines($"""
            /// <summary>Adds the listeners of this assembly.</summary>
            {Texts.Marks}
            {Texts.Embedded}
            """);
        code.Block("internal static class PostgresWorkerModuleExtensions", () => code.Lines($"""
            /// <summary>Adds the listeners of this assembly, those of <c>{Texts.Xml(module.Namespace)}.PostgresWorkerModule</c>.</summary>
            public static global::PostgresWorker.IPostgresWorkerBuilder AddListeners(this global::PostgresWorker.IPostgresWorkerBuilder worker) =>
                worker.AddListeners<global::{module.Namespace}.PostgresWorkerModule>();
            """));
    }
}
