using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>All listeners of a compilation, with what they must agree upon: names, each once for a source, and a table's filter.</summary>
internal sealed class ListenerNames
{
    private readonly ConcurrentBag<(ListenerModel Listener, Location? Place)> _listeners = [];

    public void Add(IMethodSymbol method, MethodModel model)
    {
        // A method has attributes of one kind; its routes say which of them they come from.
        var places = ListenerParser.Attributes(method).Concat(MessageListenerParser.Attributes(method)).Select(Places.Of).ToList();
        foreach (var listener in model.Listeners)
        {
            _listeners.Add((listener, places[listener.Attribute]));
        }
    }

    /// <summary>Reports those that the generator leaves out: all but the first in the order of the module.</summary>
    public void Report(Action<Diagnostic> report)
    {
        var conflicts = new ListenerConflicts();
        var inOrder = _listeners
            .OrderBy(static named => named.Listener, ListenerOrder.Instance)
            .ThenBy(static named => named.Place?.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static named => named.Place?.SourceSpan.Start);
        foreach (var (listener, place) in inOrder)
        {
            switch (conflicts.Find(listener, out var first))
            {
                case ListenerConflict.Name:
                    report(Diagnostic.Create(ListenerDiagnostics.DuplicateName, place, listener.Name, listener.Source));
                    break;
                case ListenerConflict.Where:
                    report(Diagnostic.Create(ShapeDiagnostics.WhereDiffers, place, listener.Name, Where(listener), $"{listener.Schema}.{listener.Table}", first!.Name, Where(first)));
                    break;
            }
        }
    }

    private static string Where(ListenerModel listener) => listener.Settings.Where is { } condition ? $"Where = \"{condition}\"" : "no Where";
}
