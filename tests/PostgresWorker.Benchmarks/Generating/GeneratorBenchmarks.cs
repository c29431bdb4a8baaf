using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Diagnostics.HandlerBodies;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// What the generator costs with 500 listeners and 500 row types: all at once, and at a keystroke. Each time on a compilation that nobody has bound yet, as the editor's is; beside what the compiler itself needs to look at the same.
/// </summary>
internal static class GeneratorBenchmarks
{
    private static readonly int Rounds = Size.Of("POSTGRESWORKER_BENCH_GENERATOR_ROUNDS", 5);

    private static readonly Lazy<CSharpCompilation> Project = new(BigProject.Create);

    private static int _keystrokes;

    public static IEnumerable<Interleaved> All =>
    [
        new(
            "Generator",
            "ms",
            Rounds,
            ("Compiler", () => Measured(Generated(Typed(BigProject.TypeInAnotherBody)), static project => project.GetDiagnostics())),
            ("Everything", () => Measured(Typed(BigProject.TypeInAnotherBody), static project => BigProject.Driver().RunGenerators(project))),
            ("KeystrokeInAnotherBody", () => Edited(BigProject.TypeInAnotherBody)),
            ("KeystrokeInAListener", () => Edited(BigProject.TypeInAListener)),
            ("NewMemberElsewhere", () => Edited(BigProject.TypeAnotherMember)),
            ("NewColumn", () => Edited(BigProject.TypeAColumn)),
            ("CompilerAndAnalyzers", () => Measured(
                Generated(Typed(BigProject.TypeInAnotherBody)),
                static project => project.WithAnalyzers([new ListenerAnalyzer(), new HandlerBodyAnalyzer()], new AnalyzerOptions([])).GetAllDiagnosticsAsync().GetAwaiter().GetResult()))),
    ];

    private static CSharpCompilation Typed(Func<CSharpCompilation, int, CSharpCompilation> type) => type(Project.Value, _keystrokes++);

    private static CSharpCompilation Generated(CSharpCompilation project) => project.AddSyntaxTrees(BigProject.Driver().RunGenerators(project).GetRunResult().GeneratedTrees);

    /// <summary>The driver knows the project as it was before the edit.</summary>
    private static Task<double> Edited(Func<CSharpCompilation, int, CSharpCompilation> type)
    {
        var driver = BigProject.Driver().RunGenerators(Typed(type));
        return Measured(Typed(type), project => driver.RunGenerators(project));
    }

    private static Task<double> Measured(CSharpCompilation project, Action<CSharpCompilation> run)
    {
        // What the rounds before have left behind is not this one's.
        GC.Collect();
        var since = Stopwatch.GetTimestamp();
        run(project);
        return Task.FromResult(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }
}
