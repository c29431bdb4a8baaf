using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the reader of one row type.</summary>
internal static class RowReaderEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";

    public static string Emit(RowModel row)
    {
        var code = new CodeWriter();
        var locals = new RowLocals(row.Columns);
        code.Lines(Texts.Header);
        if (row.Namespace.Length > 0)
        {
            code.Lines($"namespace {row.Namespace};\n");
        }

        WriteSummary(code, row);
        code.Block($"internal sealed class {row.Reader} : {Seam}RowReader<{row.Type}>", () =>
        {
            WriteColumns(code, row);
            WriteRead(code, row, locals);
            foreach (var (column, method) in locals.EnumMethods)
            {
                code.Blank();
                EnumEmitter.Write(code, column, method);
            }
        });
        return code.ToString();
    }

    private static void WriteSummary(CodeWriter code, RowModel row)
    {
        code.Lines($"/// <summary>Reads rows into <c>{Texts.Xml(row.DisplayName)}</c>.</summary>\n/// <remarks>\n/// <list type=\"bullet\">");
        foreach (var column in row.Columns)
        {
            var type = $"{CSharpNames.Of(column)}{(column.IsNullable ? "?" : "")}";
            code.Lines($"/// <item><description>{Texts.Xml(column.Name)}: {type} {column.Property}</description></item>");
        }

        code.Lines($"/// </list>\n/// </remarks>\n{Texts.Marks}\n{Texts.Embedded}");
    }

    private static void WriteColumns(CodeWriter code, RowModel row)
    {
        code.Lines($"""
            public static readonly {row.Reader} Instance = new();

            private static readonly {Seam}RowColumn[] DeclaredColumns =
            [
            """);
        code.Indented(() =>
        {
            foreach (var column in row.Columns)
            {
                code.Lines($"new({Texts.Literal(column.Name)}, {Texts.Literal(column.Property)}, {Seam}ColumnKind.{column.Kind}, {Texts.Boolean(column.IsNullable)}),");
            }
        });
        code.Lines($"""
            ];

            /// <inheritdoc />
            public override global::System.ReadOnlySpan<{Seam}RowColumn> Columns => DeclaredColumns;

            /// <inheritdoc />
            """);
    }

    private static void WriteRead(CodeWriter code, RowModel row, RowLocals locals) =>
        code.Block($"public override {row.Type} Read(ref {Seam}TupleReader tuple)", () =>
        {
            foreach (var (column, local) in row.Columns.Zip(locals.Names, static (column, local) => (column, local)))
            {
                var initial = column.IsNullable ? "null" : column.IsReference ? "default!" : "default";
                code.Lines($"{column.Type}{(column.IsNullable ? "?" : "")} {local} = {initial};");
            }

            code.Block("while (tuple.Next(out var slot))", () => code.Block("switch (slot)", () => WriteCases(code, row, locals)));
            code.Blank();
            WriteNew(code, row, locals);
        });

    private static void WriteCases(CodeWriter code, RowModel row, RowLocals locals)
    {
        for (var slot = 0; slot < row.Columns.Count; slot++)
        {
            var column = row.Columns[slot];
            var read = locals.EnumMethod(column) is { } method ? $"{method}(tuple.Value)" : $"tuple.Value.Get{column.Kind}()";
            code.Lines($"""
                case {slot}:
                    {locals.Names[slot]} = {(column.IsNullable ? "tuple.IsNull ? null : " : "")}{read};
                    break;
                """);
        }
    }

    private static void WriteNew(CodeWriter code, RowModel row, RowLocals locals)
    {
        var arguments = string.Join(", ", locals.Names.Take(row.ConstructorArguments));
        if (row.ConstructorArguments == row.Columns.Count)
        {
            code.Lines($"return new {row.Type}({arguments});");
            return;
        }

        code.Block($"return new {row.Type}({arguments})", () =>
        {
            for (var i = row.ConstructorArguments; i < row.Columns.Count; i++)
            {
                code.Lines($"{Symbols.Escape(row.Columns[i].Property)} = {locals.Names[i]},");
            }
        }, ";");
    }
}
