using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// How generator and analyzer read a listener: by the parser, whose own failure takes one listener away, with PGW9001, and not the whole
/// module. Of an exception that got out, a build would only say CS8785, and then that <c>AddListeners</c> is missing.
/// </summary>
internal sealed class ListenerReading(ListenerReading.Parser parse)
{
    public delegate MethodModel Parser(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation);

    public static ListenerReading Default { get; } = new(ParseByAttribute);

    // Nearly all of the time goes into what the compiler binds of rows for the first time, which it does for any number of threads.
    public IEnumerable<MethodModel> ReadAll(Declarations declarations, CancellationToken cancellation) =>
        ProjectParser.ReferencesAbstractions(declarations.Compilation)
            ? AnnotatedMethods.Of(declarations.Compilation, cancellation)
                .AsParallel().AsOrdered().WithCancellation(cancellation)
                .Select(method => Read(method, declarations.Compilation, report: null, cancellation))
            : [];

    public MethodModel Read(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        try
        {
            return parse(method, compilation, report, cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, it is a fault of the parser.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var message = string.Join(" ", e.Message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
            report?.Invoke(Diagnostic.Create(GeneratorDiagnostics.InternalError, Places.Of(method), method.Name, e.GetType().Name, message));
            return MethodModel.Empty;
        }
    }

    private static MethodModel ParseByAttribute(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation) =>
        ListenerParser.Attributes(method).Any()
            ? ListenerParser.Parse(method, compilation, report, cancellation)
            : MessageListenerParser.Parse(method, compilation, report, cancellation);
}
