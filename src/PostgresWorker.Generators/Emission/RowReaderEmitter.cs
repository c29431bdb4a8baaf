using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators.Emission;

/// <summary>Writes the reader of one row type, which writes its rows too.</summary>
internal static class RowReaderEmitter
{
    private const string Seam = "global::PostgresWorker.Generated.";

    public static string Emit(RowModel row)
    {
        var code = new CodeWriter();
        var members = new RowMembers(row);
        code.Lines(Texts.Header(row.Warnings));
        if (row.Namespace.Length > 0)
        {
            code.Lines($"namespace {row.Namespace};\n");
        }

        WriteSummary(code, row);
        code.Block($"internal sealed class {row.Reader} : {Seam}RowReader<{row.Type}>", () =>
        {
            WriteColumns(code, row, members);
            WriteRead(code, row, members);
            foreach (var (value, method) in members.Methods)
            {
                code.Blank();
                code.Block($"private static {value.Type} {method}(in {Seam}ValueReader value)", () => WriteMethod(code, value, members));
            }

            RowWriteEmitter.Emit(code, row, members);
        });
        return code.ToString();
    }

    private static void WriteSummary(CodeWriter code, RowModel row)
    {
        code.Lines($"/// <summary>Reads rows into <c>{Texts.Xml(row.DisplayName)}</c>.</summary>\n/// <remarks>\n/// <list type=\"bullet\">");
        foreach (var column in row.Columns)
        {
            var type = $"{column.Value.DisplayName}{(column.Value.IsNullable ? "?" : "")}";
            var whole = column.AcceptsUnchanged ? $"Unchanged<{type}>" : type;
            code.Lines($"/// <item><description>{Texts.Xml(column.Name)}: {Texts.Xml(whole)} {column.Property}</description></item>");
        }

        code.Lines($"/// </list>\n/// </remarks>\n{Texts.Marks}\n{Texts.Embedded}");
    }

    private static void WriteColumns(CodeWriter code, RowModel row, RowMembers members)
    {
        code.Lines($"public static readonly {row.Reader} Instance = new();\n");
        foreach (var (value, name) in members.JsonTypes)
        {
            var type = $"global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{value.Type}>";
            code.Lines($"private static readonly {type} {name} =\n    ({type}){value.JsonContext}.Default.GetTypeInfo(typeof({value.Type}))!;\n");
        }

        code.Lines($"private static readonly {Seam}RowColumn[] DeclaredColumns =\n[");
        code.Indented(() =>
        {
            foreach (var column in row.Columns)
            {
                var (value, unchanged) = (column.Value, column.AcceptsUnchanged ? "AcceptsUnchanged = true" : "");
                var rest = string.Join(", ", new[] { ValueEmitter.Shape(value), unchanged }.Where(static part => part.Length > 0));
                code.Lines($"new({Texts.Literal(column.Name)}, {Texts.Literal(column.Property)}, {Seam}ColumnKind.{value.Kind}, {Texts.Boolean(value.IsNullable)}){ValueEmitter.Braces(rest)},");
            }
        });
        code.Lines($"""
            ];

            /// <inheritdoc />
            public override global::System.ReadOnlySpan<{Seam}RowColumn> Columns => DeclaredColumns;

            /// <inheritdoc />
            """);
    }

    private static void WriteRead(CodeWriter code, RowModel row, RowMembers members) =>
        code.Block($"public override {row.Type} Read(ref {Seam}TupleReader tuple)", () =>
        {
            foreach (var (column, local) in row.Columns.Zip(members.Locals, static (column, local) => (column, local)))
            {
                var initial = column.AcceptsUnchanged ? "default" : column.Value.IsNullable ? "null" : column.Value.IsReference ? "default!" : "default";
                code.Lines($"{column.Type} {local} = {initial};");
            }

            code.Block("while (tuple.Next(out var slot))", () => code.Block("switch (slot)", () => WriteCases(code, row, members)));
            code.Blank();
            WriteNew(code, row, members.Locals);
        });

    private static void WriteCases(CodeWriter code, RowModel row, RowMembers members)
    {
        for (var slot = 0; slot < row.Columns.Count; slot++)
        {
            var column = row.Columns[slot];
            var read = ValueEmitter.Read(column.Value, "tuple.Value", "tuple.IsNull", members);
            code.Lines($"""
                case {slot}:
                    {members.Locals[slot]} = {(column.AcceptsUnchanged ? $"tuple.IsUnchanged ? default : new {column.Type}({read})" : read)};
                    break;
                """);
        }
    }

    private static void WriteMethod(CodeWriter code, ValueModel value, RowMembers members)
    {
        if (value.Enum is not null)
        {
            EnumEmitter.Write(code, value);
        }
        else
        {
            NpgsqlEmitter.Write(code, value, members);
        }
    }

    private static void WriteNew(CodeWriter code, RowModel row, List<string> locals)
    {
        var arguments = string.Join(", ", locals.Take(row.ConstructorArguments));
        var end = row.AnnotatedType == row.Type ? ";" : "!;";
        if (row.ConstructorArguments == row.Columns.Count)
        {
            code.Lines($"return new {row.AnnotatedType}({arguments}){end}");
            return;
        }

        code.Block($"return new {row.AnnotatedType}({arguments})", () =>
        {
            for (var i = row.ConstructorArguments; i < row.Columns.Count; i++)
            {
                code.Lines($"{Symbols.Escape(row.Columns[i].Property)} = {locals[i]},");
            }
        }, end);
    }
}
