using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>What generated code must be able to call: an ordinary method, reachable, closed, of a class that can be created.</summary>
internal static class MethodRules
{
    public static bool IsOrdinary(IMethodSymbol method, Findings findings)
    {
        if (method.MethodKind == MethodKind.Ordinary && method.ContainingType is { CanBeReferencedByName: true, IsImplicitlyDeclared: false })
        {
            return true;
        }

        var place = ListenerParser.Attributes(method).Concat(MessageListenerParser.Attributes(method)).Select(Places.Of).FirstOrDefault();
        findings.Add(ListenerDiagnostics.NotAMethod, place, method.Name is "" or null ? "lambda" : method.Name);
        return false;
    }

    public static void Check(IMethodSymbol method, Findings findings)
    {
        var types = method.ContainingType.Nesting().ToList();
        if (method.IsGenericMethod || types.Exists(static type => type.IsGenericType))
        {
            findings.Add(ListenerDiagnostics.Generic, Places.Of(method), method.Name);
        }

        if (types.Find(static type => type.IsFileLocal) is { } local)
        {
            findings.Add(ListenerDiagnostics.FileLocal, Places.Of(local), local.Name);
        }

        foreach (var member in types.Append<ISymbol>(method).Where(static member => !IsReachable(member)))
        {
            findings.Add(ListenerDiagnostics.Inaccessible, Places.Of(member), member.Name, method.Name);
        }

        CheckInstance(method, findings);
    }

    public static ReturnKind Returns(IMethodSymbol method, Compilation compilation, Findings findings)
    {
        if (method.ReturnType.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return ReturnKind.Void;
        }

        if (method.ReturnsVoid)
        {
            if (method.IsAsync)
            {
                findings.Add(ListenerDiagnostics.AsyncVoid, Places.OfReturnType(method), method.Name);
            }

            return ReturnKind.Void;
        }

        if (!method.ReturnsByRef && !method.ReturnsByRefReadonly)
        {
            foreach (var (name, kind) in Awaitables)
            {
                if (SymbolEqualityComparer.Default.Equals(method.ReturnType, compilation.GetTypeByMetadataName(name)))
                {
                    return kind;
                }
            }
        }

        findings.Add(ListenerDiagnostics.ReturnType, Places.OfReturnType(method), method.Name, method.ReturnType.ToText());
        return ReturnKind.Void;
    }

    private static readonly (string Name, ReturnKind Kind)[] Awaitables =
    [
        ("System.Threading.Tasks.Task", ReturnKind.Task),
        ("System.Threading.Tasks.ValueTask", ReturnKind.ValueTask),
    ];

    private static bool IsReachable(ISymbol member) =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    private static void CheckInstance(IMethodSymbol method, Findings findings)
    {
        var type = method.ContainingType;
        var reason = method switch
        {
            { IsStatic: true, IsAbstract: false, IsVirtual: false } => "",
            { IsStatic: true } => "a static abstract or virtual method can't be called on its interface",
            _ when type.TypeKind != TypeKind.Class => "it is no class",
            _ when type.IsAbstract => "it is abstract",
            _ when !type.InstanceConstructors.Any(static constructor => constructor.DeclaredAccessibility == Accessibility.Public) => "it has no public constructor",
            _ => "",
        };
        if (reason.Length > 0)
        {
            findings.Add(ListenerDiagnostics.CannotBeCreated, Places.Of(method), method.Name, type.Name, reason);
        }
    }
}
