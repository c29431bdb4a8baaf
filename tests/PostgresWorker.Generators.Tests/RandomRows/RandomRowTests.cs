using System.Reflection;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Generated;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Row types that nobody thought of compile, and read back what was written, in each of the three forms; as JSON they are what Postgres makes of them.</summary>
public sealed class RandomRowTests
{
    private const int RowsOfAProject = 50, Projects = 10;

    private static readonly Arbitrary<RowSpec[]> Batches = Gen.ArrayOf(RowSpecs.All, RowsOfAProject).ToArbitrary();

    // On failure FsCheck prints the seed: Config.WithReplay takes it.
    [Fact]
    public void Read_back_what_was_written() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Projects).WithStartSize(3).WithEndSize(12),
        Prop.ForAll(Batches, static rows => ReadBack(rows)));

    private static void ReadBack(RowSpec[] rows)
    {
        var sources = rows.Select(RowSource.Of).ToList();
        var project = new Project(JsonProject.Options with { AssemblyName = "Random", RootNamespace = "Random" }, [("Common.cs", RowSource.Common), .. sources.Select(static (source, i) =>
            ($"Row{i}.cs", $"using System.ComponentModel.DataAnnotations.Schema;\nnamespace Random;\n{source}"))]);
        var assembly = project.Load();
        for (var i = 0; i < rows.Length; i++)
        {
            try
            {
                var reader = (RowReader)assembly.GetType($"Random.{RowSource.Name(i)}RowReader", throwOnError: true)!.GetField("Instance")!.GetValue(null)!;
                Assert.Equal(rows[i].Rendered, Rendered.Of(Read(reader, rows[i].Layout, rows[i].Tuple(isBinary: true), isJson: false)));
                Assert.Equal(rows[i].Rendered, Rendered.Of(Read(reader, rows[i].Layout, rows[i].Tuple(isBinary: false), isJson: false)));
                Assert.Equal(rows[i].Rendered, Rendered.Of(Read(reader, rows[i].Layout, rows[i].Json, isJson: true)));
                var written = WrittenRow.Of(reader, rows[i].Layout, rows[i].Tuple(isBinary: true));
                Assert.True(JsonElement.DeepEquals(JsonElement.Parse(rows[i].Written), written), $"{written.GetRawText()} is written and not {rows[i].Written}");
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{exception.Message}\n{sources[i]}", exception);
            }
        }
    }

    internal static object Read(RowReader reader, TableLayout layout, byte[] row, bool isJson)
    {
        var read = typeof(RandomRowTests).GetMethod(nameof(ReadAs), BindingFlags.Static | BindingFlags.NonPublic)!;
        var type = reader.GetType().BaseType!.GetGenericArguments()[0];
        return read.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [reader, layout, row, isJson], null)!;
    }

    private static T ReadAs<T>(RowReader<T> reader, TableLayout layout, byte[] row, bool isJson)
    {
        var binding = RowBinding.Create(layout, reader.Columns);
        var tuple = isJson ? TupleReader.OfJson(binding, row) : new TupleReader(binding, row, default);
        return reader.Read(ref tuple);
    }
}
