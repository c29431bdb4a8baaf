using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

internal static class Descriptor
{
    private const string Pages = "https://github.com/postgresworker/postgresworker/blob/main/docs/diagnostics/";

    /// <summary>Where each diagnostic is explained: cause, fix and example.</summary>
    public static string Page(string id) => $"{Pages}{id}.md";
}
