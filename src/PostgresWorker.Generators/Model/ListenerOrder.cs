namespace PostgresWorker.Generators.Model;

/// <summary>The order of the routes in the module, which is also the order in which names are given.</summary>
internal sealed class ListenerOrder : IComparer<ListenerModel>
{
    public static ListenerOrder Instance { get; } = new();

    public int Compare(ListenerModel x, ListenerModel y) => First(
        string.CompareOrdinal(x.Source, y.Source),
        string.CompareOrdinal(x.Schema, y.Schema),
        string.CompareOrdinal(x.Table, y.Table),
        string.CompareOrdinal(x.Name, y.Name),
        string.CompareOrdinal(x.Target.DisplayName, y.Target.DisplayName),
        string.CompareOrdinal(x.Target.Change.ParameterType, y.Target.Change.ParameterType));

    private static int First(params int[] comparisons) => Array.Find(comparisons, static comparison => comparison != 0);
}
