namespace PostgresWorker.Generators.Model;

/// <summary>
/// What listeners must agree upon: a name leads to one listener of a source, and a table has one filter. Asked in the order of the module; the first keeps
/// what it says.
/// </summary>
internal sealed class ListenerConflicts
{
    private readonly HashSet<(string Source, string Name)> _names = [];
    private readonly Dictionary<(string Source, string Schema, string Table), ListenerModel> _filters = [];

    public ListenerConflict Find(ListenerModel listener, out ListenerModel? first)
    {
        first = null;
        if (!_names.Add(listener.Identity))
        {
            return ListenerConflict.Name;
        }

        var table = (listener.Source, listener.Schema, listener.Table);
        if (!listener.Target.Change.TakesRows)
        {
            return ListenerConflict.None;
        }

        if (!_filters.TryGetValue(table, out first))
        {
            _filters.Add(table, listener);
            return ListenerConflict.None;
        }

        return first.Settings.Where == listener.Settings.Where ? ListenerConflict.None : ListenerConflict.Where;
    }
}

internal enum ListenerConflict
{
    None,
    Name,
    Where,
}
