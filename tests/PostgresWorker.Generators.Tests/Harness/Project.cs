using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>A tiny project: files with markup, the generator's driver, and questions to both.</summary>
internal sealed class Project
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks;
        global using PostgresWorker;
        """;

    private readonly List<(string Path, string Id, int Start, int End)> _marks = [];
    private readonly ImmutableArray<DiagnosticAnalyzer> _analyzers;
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;

    public Project(params (string Path, string Text)[] files)
        : this(new ProjectOptions(), files)
    {
    }

    public Project(string text)
        : this(("Listeners.cs", text))
    {
    }

    public Project(ProjectOptions options, params (string Path, string Text)[] files)
    {
        var parse = new CSharpParseOptions(options.Language, DocumentationMode.Diagnose);
        var trees = files.Prepend(("Usings.cs", Usings)).Select(file => Parse(file.Item1, file.Item2, parse)).ToList();
        _compilation = CSharpCompilation.Create(
            options.AssemblyName,
            trees,
            [.. options.References, .. options.Projects],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: options.Nullable, allowUnsafe: true));
        _analyzers = options.Reading is null ? Analyzers.All : [new ListenerAnalyzer(options.Reading)];
        _driver = CSharpGeneratorDriver.Create(
            [(options.Reading is { } reading ? new WorkerGenerator(reading) : new WorkerGenerator()).AsSourceGenerator(), .. options.OtherGenerators.Select(GeneratorExtensions.AsSourceGenerator)],
            parseOptions: parse,
            optionsProvider: new BuildProperties(options.RootNamespace),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>Runs the generator; an exception of its own is the test's.</summary>
    public Project Generate()
    {
        _driver = _driver.RunGenerators(_compilation);
        return Result.Exception is { } exception ? throw new InvalidOperationException("The generator threw.", exception) : this;
    }

    /// <summary>Changes a file and runs the generator again, with what it remembers.</summary>
    public Project Edit(string path, string find, string replace)
    {
        var tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        var before = tree.ToString();
        var after = before.Replace(find, replace, StringComparison.Ordinal);
        Assert.NotEqual(before, after);
        return Replace(path, after);
    }

    /// <summary>Puts another text in a file's place and runs the generator again, with what it remembers.</summary>
    public Project Replace(string path, string after)
    {
        var tree = _compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        _compilation = _compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(after, (CSharpParseOptions)tree.Options, path));
        return Generate();
    }

    /// <summary>The generated files, without what every project gets.</summary>
    public IReadOnlyDictionary<string, string> Files => Result.GeneratedSources
        .Where(static source => !source.HintName.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal))
        .ToDictionary(static source => source.HintName, static source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>The project with what was generated.</summary>
    public CSharpCompilation Compilation => _compilation.AddSyntaxTrees(_driver.GetRunResult().GeneratedTrees);

    public GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    /// <summary>Why each output of a step came about in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        [.. Result.TrackedSteps[step].SelectMany(static run => run.Outputs).Select(static output => output.Reason)];

    /// <summary>Why each generated file came about in the last run; those of the start do not count.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs).Select(static output => output.Reason)];

    /// <summary>Compiler and analyzer say exactly what is marked, exactly there, and nothing else.</summary>
    /// <param name="least">Suggestions are looked at where a test is about one.</param>
    public void ExpectMarkedDiagnostics(DiagnosticSeverity least = DiagnosticSeverity.Warning)
    {
        var expected = _marks.Select(static mark => $"{mark.Path}({mark.Start}..{mark.End}): {mark.Id}").Order(StringComparer.Ordinal);
        var actual = Diagnostics(least).Select(static diagnostic =>
            $"{diagnostic.Location.GetLineSpan().Path}({diagnostic.Location.SourceSpan.Start}..{diagnostic.Location.SourceSpan.End}): {diagnostic.Id}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    /// <summary>The only diagnostic's text.</summary>
    public string Message(DiagnosticSeverity least = DiagnosticSeverity.Warning) => Assert.Single(Diagnostics(least)).GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    public IReadOnlyList<Diagnostic> Diagnostics(DiagnosticSeverity least = DiagnosticSeverity.Warning)
    {
        Generate();
        return [.. Analyze(Compilation, static analysis => analysis.GetAllDiagnosticsAsync()).Where(diagnostic => diagnostic.Severity >= least && IsSaid(diagnostic) && !IsUndocumented(diagnostic))];
    }

    /// <summary>Generator and analyzers go over the code, whatever it is, and no fault of theirs shows.</summary>
    public Project Survive()
    {
        Generate();
        Assert.DoesNotContain(
            Analyze(_compilation, static analysis => analysis.GetAnalyzerDiagnosticsAsync()),
            static diagnostic => diagnostic.Id.StartsWith("PGW9", StringComparison.Ordinal) || !diagnostic.Id.StartsWith("PGW", StringComparison.Ordinal));
        return this;
    }

    private ImmutableArray<Diagnostic> Analyze(CSharpCompilation compilation, Func<CompilationWithAnalyzers, Task<ImmutableArray<Diagnostic>>> ask)
    {
        var thrown = new ConcurrentQueue<Exception>();
        var diagnostics = ask(compilation.WithAnalyzers(_analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => thrown.Enqueue(exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false))).GetAwaiter().GetResult();
        return thrown.IsEmpty ? diagnostics : throw new InvalidOperationException("An analyzer threw.", thrown.First());
    }

    // What the compiler would rather not say (an unused using directive) is hidden in an editor.
    private static bool IsSaid(Diagnostic diagnostic) => diagnostic.Severity != DiagnosticSeverity.Info || diagnostic.Id.StartsWith("PGW", StringComparison.Ordinal);

    // Generated code is documented; a test's own need not be.
    private bool IsUndocumented(Diagnostic diagnostic) =>
        diagnostic is { Id: "CS1591", Location.SourceTree: { } tree } && _compilation.ContainsSyntaxTree(tree);

    private SyntaxTree Parse(string path, string marked, CSharpParseOptions parse)
    {
        var (text, marks) = Markup.Read(marked);
        _marks.AddRange(marks.Select(mark => (path, mark.Id, mark.Start, mark.End)));
        return CSharpSyntaxTree.ParseText(text, parse, path, System.Text.Encoding.UTF8);
    }
}
