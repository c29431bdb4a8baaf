using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>The names of all listeners of a compilation, of which each may stand once for a source.</summary>
internal sealed class ListenerNames
{
    private readonly ConcurrentBag<(ListenerModel Listener, Location? Place)> _listeners = [];

    public void Add(IMethodSymbol method, MethodModel model, Compilation compilation)
    {
        // The routes stand in the order of the attributes, of which wrong ones have none.
        var nobody = new Findings(compilation, report: null, place: null);
        var places = ListenerParser.Attributes(method)
            .Where(attribute => RouteParser.Parse(attribute, method, nobody) is not null)
            .Concat(MessageListenerParser.Attributes(method).Where(attribute => MessageRouteParser.Parse(attribute, method, compilation, nobody) is not null))
            .Select(Places.Of);
        foreach (var named in model.Listeners.Zip(places, static (listener, place) => (listener, place)))
        {
            _listeners.Add(named);
        }
    }

    /// <summary>Reports those that the generator leaves out: all but the first in the order of the module.</summary>
    public void Report(Action<Diagnostic> report)
    {
        var taken = new HashSet<(string Source, string Name)>();
        var inOrder = _listeners
            .OrderBy(static named => named.Listener, ListenerOrder.Instance)
            .ThenBy(static named => named.Place?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static named => named.Place?.SourceSpan.Start);
        foreach (var (listener, place) in inOrder.Where(named => !taken.Add(named.Listener.Identity)))
        {
            report(Diagnostic.Create(ListenerDiagnostics.DuplicateName, place, listener.Name, listener.Source));
        }
    }
}
