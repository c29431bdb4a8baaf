using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>Says what is wrong with listeners and their rows: the parser of the generator, with someone listening.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ListenerAnalyzer : DiagnosticAnalyzer
{
    private readonly ListenerReading _reading;

    /// <summary>The analyzer that the compiler makes.</summary>
    public ListenerAnalyzer()
        : this(ListenerReading.Default)
    {
    }

    internal ListenerAnalyzer(ListenerReading reading) => _reading = reading;

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        ListenerDiagnostics.FirstParameter, ListenerDiagnostics.ReturnType, ListenerDiagnostics.AsyncVoid, ListenerDiagnostics.Generic,
        ListenerDiagnostics.Inaccessible, ListenerDiagnostics.FileLocal, ListenerDiagnostics.ByReference, ListenerDiagnostics.MalformedTable,
        ListenerDiagnostics.EmptyName, ListenerDiagnostics.DuplicateName, ListenerDiagnostics.NotInjectable, ListenerDiagnostics.NotAMethod,
        ListenerDiagnostics.CannotBeCreated, ListenerDiagnostics.Language, ListenerDiagnostics.NoCancellation,
        MessageDiagnostics.FirstParameter, MessageDiagnostics.OfATable, MessageDiagnostics.NoJson, MessageDiagnostics.NotAContext,
        MessageDiagnostics.NotListed, MessageDiagnostics.EmptyPrefix, MessageDiagnostics.BothAttributes,
        RowDiagnostics.ColumnType, RowDiagnostics.NoConstructor, RowDiagnostics.AmbiguousConstructor, RowDiagnostics.NoColumns,
        ShapeDiagnostics.BatchType, ShapeDiagnostics.NotABatch, ShapeDiagnostics.BatchLimits, ShapeDiagnostics.BatchContext,
        ShapeDiagnostics.Transaction, ShapeDiagnostics.WhereDiffers, ShapeDiagnostics.EmptyWhere,
        ShapeDiagnostics.NoSuchColumn, ShapeDiagnostics.NoUpdates, ShapeDiagnostics.NothingWatched, ShapeDiagnostics.NoRows,
        PolicyDiagnostics.NoListener, PolicyDiagnostics.RetryLimits, PolicyDiagnostics.RetryDelays, PolicyDiagnostics.NotAnException,
        PolicyDiagnostics.SameException, PolicyDiagnostics.SenselessException, PolicyDiagnostics.TimeoutLimits, PolicyDiagnostics.Filter,
        RowDiagnostics.Inaccessible, RowDiagnostics.SameColumn, RowDiagnostics.NotARow, RowDiagnostics.SameLabel, RowDiagnostics.RequiredIsNoColumn,
        RowDiagnostics.LossyColumn, RowDiagnostics.ColumnCannotHold, RowDiagnostics.DeletedColumns, RowDiagnostics.JsonContext, RowDiagnostics.JsonNotListed,
        RowDiagnostics.RecursiveComposite,
        GeneratorDiagnostics.InternalError,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start =>
        {
            if (!ProjectParser.ReferencesAbstractions(start.Compilation))
            {
                return;
            }

            var session = new Session(start.Compilation, _reading);
            start.RegisterSymbolAction(context => session.Analyze((IMethodSymbol)context.Symbol, context.ReportDiagnostic, context.CancellationToken), SymbolKind.Method);
            start.RegisterSyntaxNodeAction(
                session.AnalyzeFunction,
                SyntaxKind.LocalFunctionStatement,
                SyntaxKind.ParenthesizedLambdaExpression);
            start.RegisterCompilationEndAction(context => session.Names.Report(context.ReportDiagnostic));
        });
    }

    /// <summary>What is known while one compilation is analyzed.</summary>
    private sealed class Session(Compilation compilation, ListenerReading reading)
    {
        private readonly ConcurrentDictionary<(string Id, Location Location), bool> _reported = new();

        public ListenerNames Names { get; } = new();

        public void AnalyzeFunction(SyntaxNodeAnalysisContext context)
        {
            if (context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is IMethodSymbol lambda)
            {
                Analyze(lambda, context.ReportDiagnostic, context.CancellationToken);
            }
            else if (context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken) is IMethodSymbol function)
            {
                Analyze(function, context.ReportDiagnostic, context.CancellationToken);
            }
        }

        public void Analyze(IMethodSymbol method, Action<Diagnostic> report, CancellationToken cancellation)
        {
            // Both parts of a partial method have the attributes of either.
            if (method.PartialDefinitionPart is not null)
            {
                return;
            }

            if (!ListenerParser.Attributes(method).Any() && !MessageListenerParser.Attributes(method).Any())
            {
                NoListener(method, report);
                return;
            }

            if (!ProjectParser.IsLanguageNewEnough(compilation))
            {
                var version = ((CSharpCompilation)compilation).LanguageVersion.ToDisplayString();
                report(Diagnostic.Create(ListenerDiagnostics.Language, Places.Of(method), method.Name, version));
            }

            var model = reading.Read(method, compilation, Once(report), cancellation);
            Names.Add(method, model);
            if (model.Listeners.Count > 0 && CanBeTaught(model.Listeners[0].Target))
            {
                report(Diagnostic.Create(ListenerDiagnostics.NoCancellation, Places.Of(method), method.Name));
            }
        }

        private static void NoListener(IMethodSymbol method, Action<Diagnostic> report)
        {
            foreach (var attribute in PolicyParser.Attributes(method))
            {
                report(Diagnostic.Create(PolicyDiagnostics.NoListener, Places.Of(attribute), method.Name is "" ? "lambda" : method.Name, PolicyParser.NameOf(attribute)));
            }
        }

        // What returns nothing is done when it returns: a token would come too late for most.
        private static bool CanBeTaught(TargetModel target) =>
            target.Returns != ReturnKind.Void && !target.Arguments.Any(static argument => argument.Kind == ArgumentKind.CancellationToken);

        /// <summary>A row's fault is found with every listener that takes it, and said once.</summary>
        private Action<Diagnostic> Once(Action<Diagnostic> report) => diagnostic =>
        {
            if (_reported.TryAdd((diagnostic.Id, diagnostic.Location), true))
            {
                report(diagnostic);
            }
        };
    }
}
