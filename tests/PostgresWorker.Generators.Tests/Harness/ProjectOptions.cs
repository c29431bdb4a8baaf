using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>What a project file says.</summary>
internal sealed record ProjectOptions
{
    public string AssemblyName { get; init; } = "Shop";

    public string? RootNamespace { get; init; } = "Shop";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Enable;

    public IReadOnlyList<MetadataReference> References { get; init; } = Harness.References.All;

    /// <summary>Generators that run beside ours, which see nothing of each other.</summary>
    public IReadOnlyList<IIncrementalGenerator> OtherGenerators { get; init; } = [];

    /// <summary>Another parser than the product's, for both generator and analyzer.</summary>
    public ListenerReading? Reading { get; init; }

    public IReadOnlyList<MetadataReference> Projects { get; init; } = [];
}
