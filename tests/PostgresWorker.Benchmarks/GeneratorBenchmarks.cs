using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Diagnostics.HandlerBodies;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// What the generator costs with 500 listeners and 500 row types: all at once, and at a keystroke. Each is measured once per iteration, on a compilation that
/// nobody has bound yet, as the editor's is.
/// </summary>
[InProcess]
[MedianColumn, MinColumn, MaxColumn]
[IterationCount(15), WarmupCount(10), InvocationCount(1)]
public class GeneratorBenchmarks
{
    private readonly CSharpCompilation _project = BigProject.Create();
    private GeneratorDriver _driver = BigProject.Driver();
    private CSharpCompilation _edited = CSharpCompilation.Create("None");
    private int _keystroke;

    [IterationSetup(Target = nameof(Everything))]
    public void Begin()
    {
        _driver = BigProject.Driver();
        _edited = BigProject.TypeInAnotherBody(_project, _keystroke++);
    }

    [IterationSetup(Targets = [nameof(KeystrokeInAnotherBody)])]
    public void TypeInAnotherBody() => Edit(BigProject.TypeInAnotherBody);

    [IterationSetup(Targets = [nameof(KeystrokeInAListener)])]
    public void TypeInAListener() => Edit(BigProject.TypeInAListener);

    [IterationSetup(Targets = [nameof(NewMemberElsewhere)])]
    public void TypeAnotherMember() => Edit(BigProject.TypeAnotherMember);

    [IterationSetup(Targets = [nameof(NewColumn)])]
    public void TypeAColumn() => Edit(BigProject.TypeAColumn);

    [IterationSetup(Targets = [nameof(Compiler), nameof(Analysis)])]
    public void Compile() => _edited = Generated(BigProject.TypeInAnotherBody(_project, _keystroke++));

    [Benchmark]
    public GeneratorDriver Everything() => _driver.RunGenerators(_edited);

    [Benchmark]
    public GeneratorDriver KeystrokeInAnotherBody() => _driver.RunGenerators(_edited);

    [Benchmark]
    public GeneratorDriver KeystrokeInAListener() => _driver.RunGenerators(_edited);

    [Benchmark]
    public GeneratorDriver NewMemberElsewhere() => _driver.RunGenerators(_edited);

    [Benchmark]
    public GeneratorDriver NewColumn() => _driver.RunGenerators(_edited);

    /// <summary>What the compiler itself needs to look at the same, for comparison.</summary>
    [Benchmark]
    public ImmutableArray<Diagnostic> Compiler() => _edited.GetDiagnostics();

    /// <summary>The analyzers, with the compiler's part of the work.</summary>
    [Benchmark]
    public ImmutableArray<Diagnostic> Analysis() =>
        _edited.WithAnalyzers([new ListenerAnalyzer(), new HandlerBodyAnalyzer()], new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    // The driver knows the project as it was before the edit.
    private void Edit(Func<CSharpCompilation, int, CSharpCompilation> type)
    {
        _driver = _driver.RunGenerators(type(_project, _keystroke++));
        _edited = type(_project, _keystroke++);
    }

    private static CSharpCompilation Generated(CSharpCompilation project) =>
        project.AddSyntaxTrees(BigProject.Driver().RunGenerators(project).GetRunResult().GeneratedTrees);
}
