using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>What a test's project references: the shared framework and the abstractions, none of the test host's packages.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> Framework { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. Framework,
        MetadataReference.CreateFromFile(typeof(IServiceCollection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(PostgresListenerAttribute).Assembly.Location),
    ];

    /// <summary>A project whose rows have Npgsql's types.</summary>
    public static IReadOnlyList<MetadataReference> WithNpgsql { get; } =
    [
        .. All,
        MetadataReference.CreateFromFile(typeof(NpgsqlTypes.NpgsqlPoint).Assembly.Location),
    ];
}
