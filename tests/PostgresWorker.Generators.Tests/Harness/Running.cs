using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Compiles a project with what was generated for it, loads it and registers its module.</summary>
internal static class Running
{
    public static Assembly Load(this Project project)
    {
        using var image = new MemoryStream();
        var result = project.Generate().Compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || IsOfOurs(diagnostic)));
        image.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Calls <c>Register</c> of the assembly's module.</summary>
    public static ListenerRegistry Register(this Assembly assembly, IServiceCollection? services = null, string module = "Shop.PostgresWorkerModule")
    {
        var registry = new ListenerRegistry(services ?? new ServiceCollection());
        var register = typeof(Running).GetMethod(nameof(RegisterModule), BindingFlags.Static | BindingFlags.NonPublic)!;
        register.MakeGenericMethod(assembly.GetType(module, throwOnError: true)!).Invoke(null, [registry]);
        return registry;
    }

    // What the generator wrote has no warnings either.
    private static bool IsOfOurs(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath.Contains(nameof(WorkerGenerator), StringComparison.Ordinal) == true;

    private static void RegisterModule<TModule>(ListenerRegistry registry)
        where TModule : IListenerModule => TModule.Register(registry);
}
