namespace PostgresWorker.Benchmarks;

/// <summary>The page of all figures: a benchmark's table stands between two comments that name it. What is written around them is for people to write.</summary>
/// <param name="path">The file.</param>
internal sealed class BenchmarksPage(string path)
{
    /// <summary>Puts the table in the place of the one before it; at the page's end, where it has none yet.</summary>
    public async Task WriteAsync(Comparison comparison)
    {
        var (begin, end) = ($"<!-- {comparison.Name} -->\n", $"<!-- /{comparison.Name} -->\n");
        var page = await File.ReadAllTextAsync(path).ConfigureAwait(false);
        var table = $"{begin}\n{comparison.Table()}\n{end}";
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, to < 0 ? $"{page.TrimEnd()}\n\n{table}" : page[..from] + table + page[(to + end.Length)..]).ConfigureAwait(false);
    }
}
