using PostgresWorker.Generated;

namespace PostgresWorker.Hosting;

/// <summary>Refuses listeners that no source serves, two of one name, and two filters of one table: each before any database is asked.</summary>
internal static class ListenerCheck
{
    public static void Check(IReadOnlyCollection<string> sources, IReadOnlyList<ListenerRoute> routes)
    {
        foreach (var group in routes.GroupBy(route => route.Source))
        {
            List<Finding> findings = [];
            if (!sources.Contains(group.Key))
            {
                findings.AddRange(group.Select(route => new Finding(
                    "source_missing",
                    $"Listener {route.Name} listens to source '{group.Key}', which was not added; call worker.AddSource(\"{group.Key}\") or mend the attribute.")));
            }

            findings.AddRange(group.GroupBy(route => route.Name).Where(same => same.Count() > 1).Select(same => new Finding(
                "listener_name",
                $"{same.Count()} listeners are named '{same.Key}'; give them names of their own: [PostgresListener(..., Name = \"...\")].")));
            findings.AddRange(group
                .Where(route => (route.Kinds & ChangeKinds.Rows) != 0)
                .GroupBy(route => route.Table)
                .Where(same => same.Select(route => route.Where).Distinct(StringComparer.Ordinal).Count() > 1)
                .Select(same => new Finding(
                    "listener_where",
                    $"The listeners of {same.Key} say different filters ({string.Join("; ", same.Select(Filter))}), but a table has one in a publication; say the same Where, or give one of them a source of its own.")));
            if (findings.Count > 0)
            {
                throw new PostgresWorkerConfigurationException(group.Key, findings);
            }
        }
    }

    private static string Filter(ListenerRoute route) => $"{route.Name}: {(route.Where is { } condition ? $"Where = \"{condition}\"" : "none")}";
}
