using System.Reflection;
using System.Runtime.CompilerServices;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Compares generated files with those in <c>Goldens/Class.Test/</c>. With POSTGRESWORKER_ACCEPT=1 it writes them instead.</summary>
internal static class Golden
{
    public static void Matches(this Project project, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var folder = Path.Combine(Root, "tests", "PostgresWorker.Generators.Tests", "Goldens", $"{Path.GetFileNameWithoutExtension(file)}.{test}");
        var generated = project.Files.ToDictionary(static file => file.Key, static file => Versionless(file.Value), StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("POSTGRESWORKER_ACCEPT") == "1")
        {
            Accept(folder, generated);
        }

        var expected = Directory.GetFiles(folder).ToDictionary(static path => Path.GetFileName(path)!, static path => File.ReadAllText(path).ReplaceLineEndings("\n"), StringComparer.Ordinal);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), generated.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, golden => Assert.Equal(golden.Value, generated[golden.Key]));
    }

    /// <summary>The repository's top.</summary>
    public static string Root { get; } =
        typeof(Golden).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static metadata => metadata.Key == "RepositoryRoot").Value!;

    private static string Versionless(string code) =>
        code.Replace($"\"{typeof(WorkerGenerator).Assembly.GetName().Version!.ToString(3)}\"", "\"<version>\"", StringComparison.Ordinal);

    private static void Accept(string folder, Dictionary<string, string> generated)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, code) in generated)
        {
            File.WriteAllText(Path.Combine(folder, name), code);
        }
    }
}
